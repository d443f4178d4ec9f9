package io.trawl.notebook.run;

import io.trawl.install.DoctorCommand;
import io.trawl.install.InstallCommand;
import io.trawl.install.InstallFailure;
import io.trawl.install.Training;
import io.trawl.install.UninstallCommand;
import io.trawl.kernel.LogFile;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The command line behind the {@code trawl} script, which finds Java, builds what is missing and starts this. Set by the
 * script: {@code trawl.user.classpath}, what cells see besides the JDK; {@code trawl.columns}, the width of the terminal,
 * 0 or absent where there is none; {@code trawl.home}, the distribution. The command {@code kernel} is the kernel
 * process, as a kernel specification starts it.
 *
 * <p>Exit codes: {@value #OK}, {@value #FAILED} for what did not work, {@value #USAGE}, {@value #INTERRUPTED}.
 */
@Command(
        name = "trawl",
        description = "Java notebooks that scrape.",
        mixinStandardHelpOptions = true,
        version = "Trawl 0.1.0",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {RunCommand.class, InstallCommand.class, UninstallCommand.class, DoctorCommand.class})
public final class Main {

    static final int OK = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;
    static final int INTERRUPTED = 130;

    private Main() {}

    public static void main(String[] args) throws Exception {
        // Two that are not for people, and must load no more than they need.
        if (args.length > 0 && args[0].equals("kernel")) {
            io.trawl.kernel.Main.main(Arrays.copyOfRange(args, 1, args.length));
            return;
        }
        if (args.length > 0 && args[0].equals(Training.NAME)) {
            Training.main(Arrays.copyOfRange(args, 1, args.length));
            return;
        }
        System.setProperty("java.awt.headless", System.getProperty("java.awt.headless", "true"));
        LogFile.use();
        System.exit(run(args));
    }

    /** As {@link #main} without ending the process; for tests. */
    static int run(String... args) {
        return new CommandLine(new Main())
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    command.getErr().println("trawl: " + (e instanceof InstallFailure ? e.getMessage() : e.toString()));
                    return FAILED;
                })
                .execute(args);
    }
}
