package io.trawl.install;

import io.trawl.kernel.LogFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code trawl doctor}: what there is, whether it works, and what to do where it does not. */
@Command(
        name = "doctor",
        description = "Say what is installed and whether it works.",
        mixinStandardHelpOptions = true,
        footer = {"", "Exit code 1 where something that is installed does not work."})
public final class DoctorCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--prefix", paramLabel = "DIR", description = "Look into DIR/share/jupyter too.")
    private List<Path> prefixes = new ArrayList<>();

    private boolean sick;

    @Override
    public Integer call() throws IOException {
        Jvm jvm = Jvm.current();
        say("ok", "java", jvm.version() + ", " + jvm.java());
        Distribution distribution = Distribution.current();
        say(
                "ok",
                "trawl",
                distribution.home() + ": " + distribution.kernel().size() + " + "
                        + distribution.user().size() + " libraries");
        say("ok", "logs", LogFile.folder().toString());
        tool("jupyter", "--version", "needed only for notebooks in a browser; trawl lab brings its own");
        int found = 0;
        var folders = new ArrayList<Path>();
        prefixes.forEach(prefix -> folders.add(DataFolders.ofPrefix(prefix)));
        DataFolders.current().all().stream().filter(f -> !folders.contains(f)).forEach(folders::add);
        for (Path folder : folders) {
            for (InstalledKernel kernel : InstalledKernel.allIn(folder)) {
                found++;
                examine(kernel);
            }
        }
        if (found == 0) {
            say("--", "kernel", "none installed; try: trawl install");
        }
        return sick ? 1 : 0;
    }

    private void tool(String name, String argument, String otherwise) {
        var ran = Jvm.run(List.of(name, argument));
        if (ran.code() == 0) {
            say("ok", name, ran.output().lines().findFirst().orElse(""));
        } else {
            say("--", name, "not found; " + otherwise);
        }
    }

    private void examine(InstalledKernel kernel) {
        say("ok", "kernel", kernel.name() + " in " + kernel.folder());
        Path java = kernel.java().orElse(Path.of(""));
        if (!Files.isExecutable(java)) {
            fail(java + " is gone");
            return;
        }
        if (!Files.isRegularFile(kernel.arguments())) {
            fail(kernel.arguments() + " is gone");
            return;
        }
        var ran = Jvm.run(List.of(java.toString(), "@" + kernel.arguments(), Training.NAME, "check"));
        String[] said = ran.output().strip().split(" ");
        if (ran.code() != 0 || said.length != 2 || !said[0].equals("ready")) {
            fail("it does not start: " + ran.output().strip());
            return;
        }
        Jvm jvm = Jvm.of(java);
        boolean archive = Files.isRegularFile(ClassArchive.file(kernel, jvm));
        say("ok", "", "Java " + jvm.version() + "; first cell answered after " + said[1] + " ms");
        if (!archive) {
            say("--", "", "no archive of classes for this Java: it would start faster after trawl install");
        }
    }

    private void fail(String what) {
        sick = true;
        say("!!", "", what + "; try: trawl install");
    }

    private void say(String state, String subject, String what) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%s  %-8s %s%n", state, subject, what);
        out.flush();
    }
}
