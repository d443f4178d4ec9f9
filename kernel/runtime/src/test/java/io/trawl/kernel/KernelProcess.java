package io.trawl.kernel;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A real kernel process with a home of its own, and the ports that were found free for it. */
final class KernelProcess implements AutoCloseable {

    /**
     * How a kernel is started.
     *
     * @param home its TRAWL_HOME; by default one that is deleted with the client
     * @param queue how many published messages this client takes unread; 0 is any number
     */
    record Setup(List<String> jvmArguments, Map<String, String> environment, Optional<Path> home, int queue) {

        static Setup with(String... jvmArguments) {
            return new Setup(List.of(jvmArguments), Map.of(), Optional.empty(), 0);
        }

        Setup environment(Map<String, String> more) {
            return new Setup(jvmArguments, more, home, queue);
        }

        Setup home(Path folder) {
            return new Setup(jvmArguments, environment, Optional.of(folder), queue);
        }

        Setup queue(int most) {
            return new Setup(jvmArguments, environment, home, most);
        }
    }

    private final String key = UUID.randomUUID().toString();
    private final Path home;
    private final boolean ownHome;
    private final int[] ports;
    private Process process;

    KernelProcess(Setup setup) throws IOException {
        ownHome = setup.home().isEmpty();
        home = ownHome ? Files.createTempDirectory("trawl-test") : setup.home().get();
        ports = freePorts();
    }

    /** A client that connected before hears the welcome. */
    void start(Setup setup) throws IOException {
        var file = new LinkedHashMap<String, Object>();
        file.put("transport", "tcp");
        file.put("ip", "127.0.0.1");
        file.put("signature_scheme", "hmac-sha256");
        file.put("key", key);
        file.put("shell_port", ports[0]);
        file.put("control_port", ports[1]);
        file.put("stdin_port", ports[2]);
        file.put("iopub_port", ports[3]);
        file.put("hb_port", ports[4]);
        Path connection = Files.writeString(home.resolve("connection.json"), new Gson().toJson(file));
        var command = new ArrayList<String>();
        if (ignoresInterrupts()) {
            command.addAll(List.of("env", "--default-signal=INT"));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // Tests run on folders of classes; the kernel's jar says this in its manifest.
        for (String part : List.of("api", "code", "util")) {
            command.add("--add-exports=jdk.compiler/com.sun.tools.javac." + part + "=ALL-UNNAMED");
        }
        command.addAll(List.of("-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path")));
        command.addAll(setup.jvmArguments());
        command.addAll(List.of("io.trawl.kernel.Main", connection.toString()));
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("console").toFile());
        builder.environment().put("TRAWL_HOME", home.toString());
        builder.environment().putAll(setup.environment());
        process = builder.start();
    }

    /** As what a shell started in the background does, and all that it starts; no terminal's kernel is one of these. */
    private static boolean ignoresInterrupts() throws IOException {
        Path status = Path.of("/proc/self/status");
        return Files.isReadable(status)
                && Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("SigIgn:"))
                        .anyMatch(line ->
                                (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
    }

    private static int[] freePorts() throws IOException {
        var held = new ArrayList<ServerSocket>();
        try {
            for (int i = 0; i < 5; i++) {
                held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return held.stream().mapToInt(ServerSocket::getLocalPort).toArray();
        } finally {
            for (ServerSocket socket : held) {
                socket.close();
            }
        }
    }

    String key() {
        return key;
    }

    Process process() {
        return process;
    }

    int[] ports() {
        return ports.clone();
    }

    Path home() {
        return home;
    }

    /** Whether nobody listens on any of the kernel's ports. */
    boolean portsAreFree() {
        for (int port : ports) {
            try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                assert socket.isBound();
            } catch (IOException e) {
                return false;
            }
        }
        return true;
    }

    /** What the process wrote to its own streams. */
    String console() {
        try {
            return Files.readString(home.resolve("console"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void end() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Once no client has files there any more. */
    @Override
    public void close() {
        if (ownHome) {
            delete(home);
        }
    }

    private static void delete(Path folder) {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
