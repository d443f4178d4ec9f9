package io.trawl.kernel.magic;

import io.trawl.kernel.api.Bundle;

/** {@code %%html} and its like: the body is shown as what it is. */
final class ShowMagic implements Magic {

    private final String name;
    private final String mime;
    private final String what;

    ShowMagic(String name, String mime, String what) {
        this.name = name;
        this.mime = mime;
        this.what = what;
    }

    @Override
    public Manual manual() {
        return Manual.of("""
                %%%%%s
                Shows the rest of the cell as %s.

                The text stands in the notebook as it is written here: only what you wrote yourself belongs in it.""".formatted(name, what));
    }

    @Override
    public void run(Call call) throws Exception {
        String text = call.body().orElseThrow().text();
        if (text.isBlank()) {
            throw MagicException.usage("what is to be shown is wanted below %%" + name);
        }
        call.cell().display(Bundle.text(text).with(mime, text));
    }
}
