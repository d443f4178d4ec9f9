package io.trawl.kernel;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.ToNumberPolicy;
import com.google.gson.reflect.TypeToken;
import io.trawl.kernel.KernelProcess.Setup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/**
 * A front end for tests: starts a real kernel process and speaks to it over its own sockets, on the thread of the test.
 * Everything received is kept, in order of arrival per socket.
 */
public final class KernelClient implements AutoCloseable {

    public enum Socket {
        SHELL,
        CONTROL,
        STDIN,
        IOPUB
    }

    public record Message(
            Socket socket,
            Map<String, Object> header,
            String parent,
            Map<String, Object> metadata,
            Map<String, Object> content,
            List<byte[]> buffers) {
        public String type() {
            return (String) header.get("msg_type");
        }

        boolean isIdleOf(String request) {
            return type().equals("status")
                    && parent.equals(request)
                    && content.get("execution_state").equals("idle");
        }

        public boolean isReplyTo(String request) {
            return socket != Socket.IOPUB && parent.equals(request) && type().endsWith("_reply");
        }

        @SuppressWarnings("unchecked")
        Map<String, Object> map(String key) {
            return (Map<String, Object>) content.get(key);
        }
    }

    /** All that one request caused until its idle. */
    public record Answer(String id, Map<String, Object> reply, List<Message> published) {
        public List<Message> of(String type) {
            return published.stream().filter(m -> m.type().equals(type)).toList();
        }

        public String stream(String name) {
            var text = new StringBuilder();
            of("stream").stream()
                    .filter(m -> m.content().get("name").equals(name))
                    .forEach(m -> text.append(m.content().get("text")));
            return text.toString();
        }

        /** The text of the result, null where there was none. */
        Object result() {
            List<Message> results = of("execute_result");
            return results.isEmpty() ? null : results.get(0).map("data").get("text/plain");
        }
    }

    private static final TypeToken<Map<String, Object>> TREE = new TypeToken<>() {};

    /** Messages of one socket before the others have their turn. */
    private static final int BATCH = 100;

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final Gson gson = new GsonBuilder()
            .setObjectToNumberStrategy(ToNumberPolicy.LONG_OR_DOUBLE)
            .serializeNulls()
            .create();
    private final String session = UUID.randomUUID().toString();
    private String identity = session;
    private final ZContext context = new ZContext();
    private final Map<Socket, ZMQ.Socket> sockets = new EnumMap<>(Socket.class);
    private final ZMQ.Poller poller = context.createPoller(4);
    private final List<Message> received = new ArrayList<>();
    private final KernelProcess kernel;
    private boolean paused;

    private KernelClient(Setup setup) throws IOException {
        kernel = new KernelProcess(setup);
        connect(setup.queue());
        kernel.start(setup);
    }

    private void connect(int queue) {
        byte[] routingId = identity.getBytes(StandardCharsets.US_ASCII);
        for (Socket name : Socket.values()) {
            ZMQ.Socket socket = context.createSocket(name == Socket.IOPUB ? SocketType.SUB : SocketType.DEALER);
            socket.setLinger(0);
            socket.setHWM(0);
            socket.setReconnectIVL(10);
            if (name == Socket.IOPUB) {
                socket.setRcvHWM(queue);
                socket.subscribe(new byte[0]);
            } else {
                socket.setIdentity(routingId);
            }
            socket.connect("tcp://127.0.0.1:" + ports()[name.ordinal()]);
            poller.register(socket, ZMQ.Poller.POLLIN);
            sockets.put(name, socket);
        }
    }

    /** Closes the connections without a word and makes new ones; what was under way on the old ones may be lost. */
    void reconnect() {
        sockets.values().forEach(socket -> {
            poller.unregister(socket);
            socket.close();
        });
        sockets.clear();
        connect(0);
    }

    /**
     * The same, as somebody else: a connection that the kernel closed comes back by itself, perhaps a last time after it was
     * closed here, and would be taken for the new one.
     */
    void reconnectAsAnother() {
        identity = UUID.randomUUID().toString();
        reconnect();
    }

    /** From now on nothing that is published is read. */
    void pause() {
        poller.unregister(sockets.get(Socket.IOPUB));
        paused = true;
    }

    /** Reads on, and keeps nothing: hands all to {@code each} until the one that is the last. */
    void goOn(Consumer<Message> each, Predicate<Message> last) {
        poller.register(sockets.get(Socket.IOPUB), ZMQ.Poller.POLLIN);
        paused = false;
        int kept = received.size();
        boolean ended = false;
        while (!ended) {
            until(m -> true, kept);
            for (Message message : received.subList(kept, received.size())) {
                each.accept(message);
                ended |= last.test(message);
            }
            received.subList(kept, received.size()).clear();
        }
    }

    /** Starts a kernel and waits until it answers and its output can be heard. */
    public static KernelClient start(String... jvmArguments) {
        return start(Setup.with(jvmArguments));
    }

    static KernelClient start(Setup setup) {
        KernelClient client = launch(setup);
        client.until(m -> m.type().equals("iopub_welcome"));
        client.ask(Socket.SHELL, "kernel_info_request", Map.of());
        return client;
    }

    /** Starts a kernel and does not wait. */
    public static KernelClient launch(String... jvmArguments) {
        return launch(Setup.with(jvmArguments));
    }

    private static KernelClient launch(Setup setup) {
        try {
            return new KernelClient(setup);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Process process() {
        return kernel.process();
    }

    int[] ports() {
        return kernel.ports();
    }

    Path home() {
        return kernel.home();
    }

    /** Whether nobody listens on any of the kernel's ports. */
    boolean portsAreFree() {
        return kernel.portsAreFree();
    }

    /** What the process wrote to its own streams. */
    String console() {
        return kernel.console();
    }

    public String send(Socket socket, String type, Map<String, ?> content) {
        return send(socket, type, content, kernel.key());
    }

    String send(Socket socket, String type, Map<String, ?> content, String signingKey) {
        return send(socket, type, content, signingKey, Map.of(), Map.of(), Map.of());
    }

    /** On the shell channel, for a subshell (JEP 91). */
    String sendTo(String subshell, String type, Map<String, ?> content) {
        return send(Socket.SHELL, type, content, kernel.key(), Map.of("subshell_id", subshell), Map.of(), Map.of());
    }

    /** On the shell channel, with bytes beside the JSON. */
    String sendBytes(String type, Map<String, ?> content, byte[] buffer) {
        return send(Socket.SHELL, type, content, kernel.key(), Map.of(), Map.of(), Map.of(), buffer);
    }

    /** An answer to what the kernel asked. */
    void answerInput(Message question, String value) {
        send(Socket.STDIN, "input_reply", Map.of("value", value), kernel.key(), Map.of(), question.header(), Map.of());
    }

    private String send(
            Socket socket,
            String type,
            Map<String, ?> content,
            String signingKey,
            Map<String, ?> furtherHeader,
            Map<String, ?> parent,
            Map<String, ?> metadata,
            byte[]... buffers) {
        String id = UUID.randomUUID().toString();
        var header = new LinkedHashMap<String, Object>(Map.of(
                "msg_id", id, "msg_type", type, "session", session, "username", "test", "version", "5.5", "date", ""));
        header.putAll(furtherHeader);
        byte[][] parts = {json(header), json(parent), json(metadata), json(content)};
        var frames = new ArrayList<byte[]>();
        frames.add("<IDS|MSG>".getBytes(StandardCharsets.US_ASCII));
        frames.add(sign(signingKey, parts));
        frames.addAll(List.of(parts));
        frames.addAll(List.of(buffers));
        sendFrames(socket, frames.toArray(byte[][]::new));
        return id;
    }

    void sendFrames(Socket socket, byte[]... frames) {
        for (int i = 0; i < frames.length; i++) {
            sockets.get(socket).send(frames[i], i < frames.length - 1 ? ZMQ.SNDMORE : 0);
        }
    }

    byte[] sign(byte[]... parts) {
        return sign(kernel.key(), parts);
    }

    private static byte[] sign(String signingKey, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(signingKey.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return HexFormat.of().formatHex(mac.doFinal()).getBytes(StandardCharsets.US_ASCII);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] json(Object value) {
        return gson.toJson(value).getBytes(StandardCharsets.UTF_8);
    }

    /** Sends and collects until both the reply and the idle are there. */
    public Answer ask(Socket socket, String type, Map<String, ?> content) {
        return answer(send(socket, type, content));
    }

    public Answer execute(String code) {
        return execute(code, Map.of());
    }

    public Answer execute(String code, Map<String, ?> options) {
        return answer(sendExecute(code, options));
    }

    String sendExecute(String code, Map<String, ?> options) {
        return send(Socket.SHELL, "execute_request", executeContent(code, options));
    }

    /** As JupyterLab does, which says in the metadata which cell of the notebook it is. */
    Answer executeCell(String cellId, String code) {
        Map<String, Object> content = executeContent(code, Map.of());
        Map<String, Object> metadata = Map.of("cellId", cellId);
        return answer(send(Socket.SHELL, "execute_request", content, kernel.key(), Map.of(), Map.of(), metadata));
    }

    String sendExecuteTo(String subshell, String code) {
        return sendTo(subshell, "execute_request", executeContent(code, Map.of()));
    }

    private static Map<String, Object> executeContent(String code, Map<String, ?> options) {
        var content = new LinkedHashMap<String, Object>();
        content.put("code", code);
        content.put("silent", false);
        content.put("store_history", true);
        content.put("user_expressions", Map.of());
        content.put("allow_stdin", true);
        content.put("stop_on_error", true);
        content.putAll(options);
        return content;
    }

    Answer answer(String id) {
        Message reply = until(m -> m.isReplyTo(id));
        until(m -> m.isIdleOf(id));
        return new Answer(id, reply.content(), published(id));
    }

    /** What was published so far with this request as parent. */
    List<Message> published(String id) {
        return received.stream()
                .filter(m -> m.socket() == Socket.IOPUB && m.parent().equals(id))
                .toList();
    }

    List<Message> received() {
        return List.copyOf(received);
    }

    /** The first message, of those received and to come, that is the wanted one. */
    public Message until(Predicate<Message> wanted) {
        return until(wanted, 0);
    }

    private Message until(Predicate<Message> wanted, int from) {
        int seen = from;
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (true) {
            for (; seen < received.size(); seen++) {
                if (wanted.test(received.get(seen))) {
                    return received.get(seen);
                }
            }
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("nothing like it arrived within " + DEADLINE + "; kernel alive: "
                        + process().isAlive() + "; last: "
                        + received.subList(Math.max(0, received.size() - 5), received.size()) + "\n" + console());
            }
            receive(left);
        }
    }

    private void receive(long millis) {
        poller.poll(millis);
        sockets.forEach((name, socket) -> {
            if (paused && name == Socket.IOPUB) {
                return;
            }
            for (int i = 0; i < BATCH; i++) {
                byte[] frame = socket.recv(ZMQ.DONTWAIT);
                if (frame == null) {
                    return;
                }
                var frames = new ArrayList<>(List.of(frame));
                while (socket.hasReceiveMore()) {
                    frames.add(socket.recv());
                }
                received.add(decode(name, frames));
            }
        });
    }

    private Message decode(Socket socket, List<byte[]> frames) {
        int start = 0;
        while (!new String(frames.get(start), StandardCharsets.US_ASCII).equals("<IDS|MSG>")) {
            start++;
        }
        byte[][] parts = frames.subList(start + 2, start + 6).toArray(byte[][]::new);
        if (!java.util.Arrays.equals(frames.get(start + 1), sign(parts))) {
            throw new AssertionError("the kernel signed wrongly");
        }
        Map<String, Object> parent = parse(parts[1]);
        return new Message(
                socket,
                parse(parts[0]),
                String.valueOf(parent.get("msg_id")),
                parse(parts[2]),
                parse(parts[3]),
                List.copyOf(frames.subList(start + 6, frames.size())));
    }

    private Map<String, Object> parse(byte[] json) {
        return gson.fromJson(new String(json, StandardCharsets.UTF_8), TREE);
    }

    /** Whether the heartbeat echoes. */
    boolean beats() {
        try (ZMQ.Socket beat = context.createSocket(SocketType.REQ)) {
            beat.setLinger(0);
            beat.setReceiveTimeOut((int) DEADLINE.toMillis());
            beat.connect("tcp://127.0.0.1:" + ports()[4]);
            beat.send("ping");
            return "ping".equals(beat.recvStr());
        }
    }

    @Override
    public void close() {
        kernel.end();
        poller.close();
        context.close();
        kernel.close();
    }
}
