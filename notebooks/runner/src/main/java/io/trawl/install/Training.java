package io.trawl.install;

import io.trawl.kernel.LogFile;
import io.trawl.kernel.engine.Engine;
import io.trawl.kernel.engine.EngineOptions;
import io.trawl.kernel.engine.ExecuteRequest;
import io.trawl.kernel.engine.OutputSink;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Does once what kernels do at their start, so that an archive of the classes can be made of it: some cells, then the
 * kernel process itself, for a moment and on loopback. With the argument {@code check} only one cell: prints
 * {@code ready} and the milliseconds since the JVM started.
 */
public final class Training {

    /** The command that runs it. */
    public static final String NAME = "training";

    /** From Java 25 on the archive also holds what ran often (JEP 515). */
    private static final OutputSink NOWHERE = (cell, stream, text) -> {};

    private static final int ROUNDS = 30;

    private static final List<String> CELLS = List.of(
            "1 + 1",
            "int x = 5; String s = \"a\" + x;",
            "record Point(int x, int y) {}\nnew Point(1, 2)",
            "List.of(1, 2, 3).stream().map(i -> i * x).toList()",
            "int twice(int n) { return 2 * n; }\ntwice(x)",
            "for (int i = 0; i < 3; i++) System.out.println(i);",
            "Map.of(\"a\", 1)",
            "int y = ;",
            "throw new IllegalStateException(\"training\");",
            "import java.util.concurrent.atomic.*;\nnew AtomicInteger(1).incrementAndGet()");

    private Training() {}

    public static void main(String[] args) throws Exception {
        LogFile.use();
        if (args.length > 0 && args[0].equals("check")) {
            check();
            return;
        }
        cells();
        serve();
    }

    private static Engine engine() {
        return Engine.start(EngineOptions.defaults().classPath(System.getProperty("trawl.user.classpath", "")));
    }

    private static void check() {
        var out = System.out;
        boolean ok;
        try (Engine engine = engine()) {
            ok = engine.execute(ExecuteRequest.of("1 + 1"), NOWHERE).ok();
        }
        long millis = System.currentTimeMillis()
                - ProcessHandle.current().info().startInstant().orElseThrow().toEpochMilli();
        out.println(ok ? "ready " + millis : "the cell 1 + 1 failed");
        System.exit(ok ? 0 : 1);
    }

    private static void cells() {
        try (Engine engine = engine()) {
            for (int round = 0; round < ROUNDS; round++) {
                for (String cell : CELLS) {
                    engine.execute(ExecuteRequest.of(cell), NOWHERE);
                }
            }
            engine.complete("\"abc\".sub", 9);
            engine.inspect("Math.abs", 8, false);
            engine.isComplete("for (;;) {");
        }
    }

    /** The main method of the kernel waits for a front end until the process ends, which the exit below does. */
    private static void serve() throws Exception {
        Path file = Files.createTempFile("trawl-training", ".json");
        List<Integer> port = freePorts(5);
        Files.writeString(file, """
                {"transport": "tcp", "ip": "127.0.0.1", "signature_scheme": "hmac-sha256", "key": "training",
                 "shell_port": %d, "control_port": %d, "iopub_port": %d, "stdin_port": %d, "hb_port": %d}""".formatted(port.toArray()));
        var kernel = new Thread(() -> io.trawl.kernel.Main.main(new String[] {file.toString()}), "training");
        kernel.setDaemon(true);
        kernel.start();
        new CountDownLatch(1).await(2, TimeUnit.SECONDS);
        Files.deleteIfExists(file);
        System.exit(0);
    }

    private static List<Integer> freePorts(int count) throws IOException {
        var sockets = new ArrayList<ServerSocket>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }
}
