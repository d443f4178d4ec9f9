package io.trawl.install;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options that say which kernel is meant: its data folder and its name. */
final class Place {

    @ArgGroup
    private Where where = new Where();

    @Option(names = "--name", paramLabel = "NAME", description = "The kernel's name. Default: trawl")
    private String name = "trawl";

    private static final class Where {
        @Option(names = "--user", description = "For this user: the default.")
        private boolean user;

        @Option(names = "--sys-prefix", description = "For the active Python environment, or that of python3.")
        private boolean sysPrefix;

        @Option(names = "--prefix", paramLabel = "DIR", description = "Into DIR/share/jupyter.")
        private @Nullable Path prefix;
    }

    InstalledKernel kernel() {
        var folders = DataFolders.current();
        Path data = where.prefix != null
                ? DataFolders.ofPrefix(where.prefix)
                : where.sysPrefix ? folders.ofPython() : folders.user();
        return InstalledKernel.in(data, name);
    }
}
