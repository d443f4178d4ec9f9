package io.trawl.install;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code trawl install}. */
@Command(name = "install", description = "Install the kernel for Jupyter.", mixinStandardHelpOptions = true)
public final class InstallCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private Place place = new Place();

    @Option(names = "--java", paramLabel = "PATH", description = "The JDK, or its java, to run on. Default: this one")
    private @Nullable Path java;

    @Option(names = "--jvm-arg", paramLabel = "ARG", description = "A further argument of the JVM, as -Xmx2g.")
    private List<String> jvmArguments = new ArrayList<>();

    @Option(names = "--bare", description = "Java only: without the DSL.")
    private boolean bare;

    @Option(names = "--no-archive", description = "Make no archive of classes; the kernel starts slower.")
    private boolean noArchive;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Jvm jvm = java == null ? Jvm.current() : Jvm.of(java);
        InstalledKernel kernel = place.kernel();
        kernel.install(Distribution.current(), jvm, bare, jvmArguments);
        out.println("installed  " + kernel.name() + " in " + kernel.folder());
        out.println("           on Java " + jvm.version() + ", " + jvm.java());
        out.flush();
        if (!noArchive) {
            var archive = ClassArchive.make(kernel, jvm, jvmArguments);
            out.println(
                    archive.isPresent()
                            ? "           with an archive of classes, for a faster start"
                            : "           without an archive of classes: the training run failed, which only costs time");
        }
        out.flush();
        return 0;
    }
}
