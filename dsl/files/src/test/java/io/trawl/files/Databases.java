package io.trawl.files;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.h2.tools.Server;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** Real databases on the loopback address: SQLite in a file, H2 as a server, PostgreSQL where it is installed. */
final class Databases {
    enum Kind {
        SQLITE,
        H2,
        POSTGRESQL
    }

    private static @Nullable Server h2;
    private static @Nullable String postgres;

    private Databases() {}

    /** The URL of a database that is empty. */
    static synchronized String url(Kind kind, Path folder) throws Exception {
        return switch (kind) {
            case SQLITE -> "jdbc:sqlite:" + folder.resolve("test.db");
            case H2 -> h2(folder);
            case POSTGRESQL -> postgres();
        };
    }

    private static String h2(Path folder) throws SQLException {
        if (h2 == null) {
            h2 = Server.createTcpServer("-tcpPort", "0", "-ifNotExists").start();
        }
        return "jdbc:h2:tcp://localhost:" + h2.getPort() + "/" + folder.resolve("h2");
    }

    private static String postgres() throws Exception {
        if (postgres == null) {
            Path bin = bin();
            Assumptions.assumeTrue(bin != null, "PostgreSQL is not installed");
            postgres = start(bin);
        }
        String url = postgres;
        try (Connection connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            statement.execute("DROP SCHEMA public CASCADE");
            statement.execute("CREATE SCHEMA public");
        }
        return url;
    }

    private static @Nullable Path bin() throws IOException {
        Path root = Path.of("/usr/lib/postgresql");
        if (!Files.isDirectory(root)) {
            return null;
        }
        try (Stream<Path> versions = Files.list(root)) {
            return versions.map(v -> v.resolve("bin"))
                    .filter(b -> Files.isExecutable(b.resolve("initdb")))
                    .max(Comparator.naturalOrder())
                    .orElse(null);
        }
    }

    /** A server that ends with this process. It does not run as root, and refuses to. */
    private static String start(Path bin) throws Exception {
        Path data = Files.createTempDirectory(Path.of("/tmp"), "trawl-postgres");
        boolean root = System.getProperty("user.name").equals("root");
        List<String> as =
                root ? List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups") : List.of();
        if (root) {
            run(List.of(), "chown", "postgres", data.toString());
        }
        run(
                as,
                bin.resolve("initdb").toString(),
                "-D",
                data.toString(),
                "-A",
                "trust",
                "-U",
                "trawl",
                "-E",
                "UTF8",
                "--no-sync");
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        var command = new ArrayList<>(as);
        command.addAll(List.of(
                bin.resolve("postgres").toString(),
                "-D",
                data.toString(),
                "-p",
                String.valueOf(port),
                "-k",
                data.toString(),
                "-h",
                "127.0.0.1",
                "-F"));
        Process server = new ProcessBuilder(command)
                .directory(data.toFile())
                .redirectErrorStream(true)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stop(server, as);
            delete(data);
        }));
        BufferedReader log = server.inputReader();
        var said = new StringBuilder();
        for (String line = log.readLine(); ; line = log.readLine()) {
            if (line == null) {
                throw new IOException("PostgreSQL did not start: " + said);
            }
            said.append(line).append('\n');
            if (line.contains("ready to accept connections")) {
                break;
            }
        }
        var drain = new Thread(() -> log.lines().forEach(line -> {}));
        drain.setDaemon(true);
        drain.start();
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=trawl";
    }

    /** SIGINT: at once, with its own processes. */
    private static void stop(Process server, List<String> as) {
        try {
            run(as, "kill", "-INT", String.valueOf(server.pid()));
            server.waitFor(20, java.util.concurrent.TimeUnit.SECONDS);
        } catch (Exception e) {
            server.destroyForcibly();
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(f -> f.toFile().delete());
        } catch (IOException e) {
            // It is in the folder for temporary files.
        }
    }

    private static void run(List<String> as, String... command) throws Exception {
        var all = new ArrayList<>(as);
        all.addAll(List.of(command));
        Process process = new ProcessBuilder(all)
                .directory(new java.io.File("/tmp"))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IOException(all + ": " + said);
        }
    }
}
