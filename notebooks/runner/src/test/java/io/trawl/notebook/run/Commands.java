package io.trawl.notebook.run;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The command line in this process, with what it prints. Cells see the class path of the tests. */
final class Commands {

    /** As in a distribution, the kernel's own classes are not among those that cells may see. */
    static final String USER_PATH = Stream.of(
                    System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.matches(".*(kernel.runtime|trawl-kernel-\\d|runner.target.classes|jjava|jeromq).*"))
            .collect(Collectors.joining(File.pathSeparator));

    static {
        System.setProperty("trawl.user.classpath", USER_PATH);
    }

    private Commands() {}

    record Ran(int code, String output) {}

    static Ran trawl(Object... arguments) {
        var bytes = new ByteArrayOutputStream();
        PrintStream out = System.out;
        PrintStream err = System.err;
        var captured = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        System.setOut(captured);
        System.setErr(captured);
        try {
            var strings = new String[arguments.length];
            for (int i = 0; i < strings.length; i++) {
                strings[i] = arguments[i].toString();
            }
            int code = Main.run(strings);
            return new Ran(code, bytes.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }
}
