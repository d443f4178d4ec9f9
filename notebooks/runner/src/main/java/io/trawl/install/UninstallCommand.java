package io.trawl.install;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code trawl uninstall}. */
@Command(name = "uninstall", description = "Take the kernel out again.", mixinStandardHelpOptions = true)
public final class UninstallCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private Place place = new Place();

    @Override
    public Integer call() throws IOException {
        InstalledKernel kernel = place.kernel();
        if (!kernel.isOurs()) {
            throw new InstallFailure(
                    "no kernel of Trawl in " + kernel.folder() + "; trawl doctor lists those there are");
        }
        kernel.uninstall();
        spec.commandLine().getOut().println("removed    " + kernel.folder());
        return 0;
    }
}
