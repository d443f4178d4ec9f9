package io.trawl.notebook.run;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The command line in this process, with what it prints. Cells see the class path of the tests. */
final class Commands {

    static {
        System.setProperty("trawl.user.classpath", UserSide.classPath());
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
