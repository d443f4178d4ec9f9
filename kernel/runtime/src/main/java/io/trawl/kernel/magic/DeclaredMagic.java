package io.trawl.kernel.magic;

import java.util.List;
import java.util.Locale;

/** {@code %imports}, {@code %methods}, {@code %types}. */
final class DeclaredMagic implements Magic {

    private final Workspace.Kind kind;
    private final Workspace workspace;

    DeclaredMagic(Workspace.Kind kind, Workspace workspace) {
        this.kind = kind;
        this.workspace = workspace;
    }

    private String name() {
        return kind.name().toLowerCase(Locale.ROOT) + "s";
    }

    @Override
    public Manual manual() {
        return Manual.of("%" + name() + "\nLists the " + name() + " of the session.");
    }

    @Override
    public void run(Call call) {
        List<String> declared = workspace.declared(kind);
        call.print(declared.isEmpty() ? "no " + name() + "\n" : String.join("\n", declared) + "\n");
    }
}
