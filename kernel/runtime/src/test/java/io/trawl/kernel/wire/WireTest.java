package io.trawl.kernel.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import io.trawl.matrix.Row;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** What holds for every message, whoever sends it and however many do: framing, signature, order. */
@Row("D1")
class WireTest {

    private static final int MESSAGES = 50_000;
    private static final int SENDERS = 20;
    private static final int DEADLINE_MILLIS = 120_000;
    private static final byte[] DELIMITER = "<IDS|MSG>".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    private Path folder;

    private final Gson gson = new Gson();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ZContext context = new ZContext();
    private final int[] ports = new int[5];

    @BeforeEach
    void findPorts() throws IOException {
        var held = new ArrayList<ServerSocket>();
        for (int i = 0; i < ports.length; i++) {
            held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            ports[i] = held.get(i).getLocalPort();
        }
        for (ServerSocket socket : held) {
            socket.close();
        }
    }

    @AfterEach
    void end() {
        threads.shutdownNow();
        context.close();
    }

    private Connection open(String key, Consumer<Request> requests) throws IOException {
        var file = new HashMap<String, Object>(
                Map.of("transport", "tcp", "ip", "127.0.0.1", "signature_scheme", "hmac-sha256", "key", key));
        List<String> names = List.of("shell_port", "control_port", "stdin_port", "iopub_port", "hb_port");
        names.forEach(name -> file.put(name, ports[names.indexOf(name)]));
        Path path = Files.writeString(folder.resolve("connection.json"), gson.toJson(file));
        return Connection.open(ConnectionFile.read(path), requests);
    }

    private ZMQ.Socket dealer(int port) {
        ZMQ.Socket socket = context.createSocket(SocketType.DEALER);
        socket.setLinger(0);
        socket.setHWM(0);
        socket.setReceiveTimeOut(DEADLINE_MILLIS);
        socket.setIdentity(UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII));
        socket.connect("tcp://127.0.0.1:" + port);
        return socket;
    }

    private static List<byte[]> receive(ZMQ.Socket socket) {
        var frames = new ArrayList<byte[]>();
        do {
            byte[] frame = socket.recv();
            assertThat(frame).as("a frame within the deadline").isNotNull();
            frames.add(frame);
        } while (socket.hasReceiveMore());
        return frames;
    }

    /** A MAC is not for several threads. */
    private static Mac mac(String key) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return mac;
    }

    private static byte[] sign(Mac mac, List<byte[]> parts) {
        parts.forEach(mac::update);
        return HexFormat.of().formatHex(mac.doFinal()).getBytes(StandardCharsets.US_ASCII);
    }

    private void send(ZMQ.Socket socket, Mac mac, String type, String id, Map<String, ?> content) {
        List<byte[]> parts = new ArrayList<>();
        for (Object part : List.of(Map.of("msg_id", id, "msg_type", type), Map.of(), Map.of(), content)) {
            parts.add(gson.toJson(part).getBytes(StandardCharsets.UTF_8));
        }
        socket.send(DELIMITER, ZMQ.SNDMORE);
        socket.send(mac == null ? new byte[0] : sign(mac, parts), ZMQ.SNDMORE);
        for (int i = 0; i < parts.size(); i++) {
            socket.send(parts.get(i), i < parts.size() - 1 ? ZMQ.SNDMORE : 0);
        }
    }

    private Map<?, ?> json(byte[] part) {
        return gson.fromJson(new String(part, StandardCharsets.UTF_8), Map.class);
    }

    private static Request parent(String id) {
        return new Request(Channel.SHELL, List.of(), Map.of("msg_id", id), Map.of(), Map.of(), Map.of(), List.of());
    }

    /** Small and large, with and without waiting, from many cells at once. */
    @Test
    void ofFiftyThousandMessagesOfManyThreadsEachIsSignedAndThoseOfACellAreInOrder() throws Exception {
        String key = UUID.randomUUID().toString();
        try (Connection wire = open(key, request -> {});
                ZMQ.Socket subscriber = context.createSocket(SocketType.SUB)) {
            subscriber.setReceiveTimeOut(DEADLINE_MILLIS);
            subscriber.subscribe(new byte[0]);
            subscriber.connect("tcp://127.0.0.1:" + ports[3]);
            receive(subscriber);
            receive(subscriber);
            List<Future<?>> senders = new ArrayList<>();
            for (int cell = 0; cell < SENDERS; cell++) {
                Request parent = parent(String.valueOf(cell));
                var random = new Random(cell);
                senders.add(threads.submit(() -> {
                    for (int i = 0; i < MESSAGES / SENDERS; i++) {
                        String text = i + " " + "ü".repeat(random.nextInt(100) == 0 ? 50_000 : random.nextInt(200));
                        if (random.nextBoolean()) {
                            wire.publish(parent, "status", Map.of("text", text));
                        } else {
                            wire.publishWhenRoom(parent, "stream", Map.of("text", text), () -> false);
                        }
                    }
                }));
            }

            var next = new HashMap<String, Integer>();
            Mac mac = mac(key);
            for (int i = 0; i < MESSAGES; i++) {
                List<byte[]> frames = receive(subscriber);
                assertThat(frames).hasSize(6);
                assertThat(frames.get(0)).isEqualTo(DELIMITER);
                assertThat(frames.get(1)).isEqualTo(sign(mac, frames.subList(2, 6)));
                String cell = (String) json(frames.get(3)).get("msg_id");
                String text = (String) json(frames.get(5)).get("text");
                assertThat(Integer.parseInt(text.substring(0, text.indexOf(' '))))
                        .as("number of cell %s", cell)
                        .isEqualTo(next.merge(cell, 1, Integer::sum) - 1);
            }

            assertThat(next).hasSize(SENDERS);
            for (Future<?> sender : senders) {
                sender.get(DEADLINE_MILLIS, TimeUnit.MILLISECONDS);
            }
        }
    }

    @Test
    void ofFiftyThousandRequestsOfManyClientsEachIsAnsweredOnceToWhomItCameFrom() throws Exception {
        String key = UUID.randomUUID().toString();
        ExecutorService kernel = Executors.newFixedThreadPool(8);
        var connection = new CompletableFuture<Connection>();
        try (Connection wire = open(
                key,
                request -> kernel.execute(() ->
                        connection.join().reply(request, "echo_reply", Map.of("said", request.string("say", "")))))) {
            connection.complete(wire);
            List<Callable<Integer>> clients = new ArrayList<>();
            for (int c = 0; c < SENDERS; c++) {
                int port = ports[c % 2];
                String name = "client " + c;
                clients.add(() -> echoes(port, key, name));
            }

            int answered = 0;
            for (Future<Integer> client : threads.invokeAll(clients, DEADLINE_MILLIS, TimeUnit.MILLISECONDS)) {
                answered += client.get();
            }

            assertThat(answered).isEqualTo(MESSAGES);
        } finally {
            kernel.shutdownNow();
        }
    }

    /** Answers may overtake each other: the kernel's threads make them. */
    private int echoes(int port, String key, String name) throws Exception {
        Mac mac = mac(key);
        var open = new HashMap<String, String>();
        try (ZMQ.Socket socket = dealer(port)) {
            for (int i = 0; i < MESSAGES / SENDERS; i++) {
                String id = UUID.randomUUID().toString();
                open.put(id, name + " says " + i);
                send(socket, mac, "echo_request", id, Map.of("say", open.get(id)));
            }
            int answered = 0;
            while (!open.isEmpty()) {
                List<byte[]> frames = receive(socket);
                assertThat(frames.get(1)).isEqualTo(sign(mac, frames.subList(2, 6)));
                Object id = json(frames.get(3)).get("msg_id");
                assertThat(json(frames.get(5)).get("said")).isEqualTo(open.remove(id));
                answered++;
            }
            return answered;
        }
    }

    @Test
    void aMessageSentTwiceIsTakenOnce() throws Exception {
        var types = new LinkedBlockingQueue<String>();
        try (Connection wire = open("secret", request -> types.add(request.type()));
                ZMQ.Socket socket = dealer(ports[0])) {
            send(socket, mac("secret"), "once", "1", Map.of());
            send(socket, mac("secret"), "once", "1", Map.of());
            send(socket, mac("secret"), "then", "2", Map.of());

            assertThat(types.poll(DEADLINE_MILLIS, TimeUnit.MILLISECONDS)).isEqualTo("once");
            assertThat(types.poll(DEADLINE_MILLIS, TimeUnit.MILLISECONDS)).isEqualTo("then");
        }
    }

    @Test
    void anEmptyKeyMeansNoSignatures() throws Exception {
        try (Connection wire = open("", request -> {});
                ZMQ.Socket subscriber = context.createSocket(SocketType.SUB)) {
            subscriber.setReceiveTimeOut(DEADLINE_MILLIS);
            subscriber.subscribe(new byte[0]);
            subscriber.connect("tcp://127.0.0.1:" + ports[3]);
            assertThat(receive(subscriber).get(1)).isEmpty();
        }
        findPorts();
        var types = new LinkedBlockingQueue<String>();
        try (Connection wire = open("", request -> types.add(request.type()));
                ZMQ.Socket socket = dealer(ports[0])) {
            send(socket, null, "unsigned", "1", Map.of());
            send(socket, null, "unsigned", "1", Map.of());
            send(socket, mac("whatever"), "signed", "2", Map.of());

            for (String type : Arrays.asList("unsigned", "unsigned", "signed")) {
                assertThat(types.poll(DEADLINE_MILLIS, TimeUnit.MILLISECONDS)).isEqualTo(type);
            }
        }
    }
}
