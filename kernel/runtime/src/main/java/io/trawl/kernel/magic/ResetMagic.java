package io.trawl.kernel.magic;

/** {@code %reset}. */
final class ResetMagic implements Magic {

    private final Workspace workspace;

    ResetMagic(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public Manual manual() {
        return Manual.of("""
                %reset
                Forgets the variables, methods, types and imports of all cells.

                Libraries stay on the class path, and what still runs goes on; restarting the kernel ends both.""");
    }

    @Override
    public void run(Call call) {
        workspace.reset();
    }
}
