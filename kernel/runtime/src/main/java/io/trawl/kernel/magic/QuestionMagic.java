package io.trawl.kernel.magic;

import io.trawl.kernel.api.Bundle;
import java.util.Optional;

/** {@code name?}: what is known of a name, as a page. */
final class QuestionMagic implements Magic {

    private final Magics magics;
    private final Workspace workspace;

    QuestionMagic(Magics magics, Workspace workspace) {
        this.magics = magics;
        this.workspace = workspace;
    }

    @Override
    public Manual manual() {
        return Manual.of("""
                ?name
                Shows what is known of a variable, method, class or magic; name? does the same.""");
    }

    @Override
    public void run(Call call) throws Exception {
        String name = call.arguments().text();
        Optional<Bundle> page = name.startsWith("%")
                ? magics.find(name.replace("%", "")).map(m -> m.manual().page())
                : workspace.describe(name);
        call.page(page.orElseThrow(() ->
                new MagicException(MagicException.Kind.UNKNOWN, "nothing is known of " + name, call.arguments())));
    }
}
