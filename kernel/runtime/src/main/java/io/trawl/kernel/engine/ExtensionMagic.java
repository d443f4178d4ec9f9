package io.trawl.kernel.engine;

import io.trawl.kernel.magic.Call;
import io.trawl.kernel.magic.Magic;
import io.trawl.kernel.magic.Manual;

/** A magic that a library brought: its code is user code and runs as such. */
record ExtensionMagic(io.trawl.kernel.api.Magic foreign) implements Magic {

    @Override
    public Manual manual() {
        return Manual.of(foreign.help());
    }

    @Override
    public void run(Call call) throws Exception {
        call.work(() -> {
            foreign.run(call.cell(), call.arguments().text(), call.body().map(b -> b.text()));
            return true;
        });
    }
}
