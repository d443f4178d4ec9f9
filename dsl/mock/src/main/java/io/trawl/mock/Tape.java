package io.trawl.mock;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.page.Fetched;
import io.trawl.store.Secrets;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The file of a cassette: what it held when it was opened, by URL, and what is added. Thread-safe. */
final class Tape implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MARK = "trawl-cassette";
    private static final int VERSION = 1;

    /** How one exchange ended: in an answer, or in a failure. */
    record Entry(
            String url, @Nullable Fetched answer, @Nullable Failure failure) {}

    private final Path file;
    private final Map<String, Deque<Entry>> entries = new HashMap<>();
    private final @Nullable BufferedWriter out;

    private Tape(Path file, Cassette.Mode mode) throws IOException {
        this.file = file;
        boolean there = mode != Cassette.Mode.RECORD && Files.exists(file);
        if (there) {
            read();
        }
        if (mode == Cassette.Mode.REPLAY) {
            out = null;
            return;
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        out = there
                ? Files.newBufferedWriter(file, StandardOpenOption.APPEND)
                : Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
        if (!there) {
            line(JSON.createObjectNode().put(MARK, VERSION));
        }
    }

    static Tape open(Path file, Cassette.Mode mode) {
        if (mode == Cassette.Mode.REPLAY && !Files.exists(file)) {
            throw new IllegalArgumentException("there is no cassette " + file
                    + ": record it first, with Cassette.record(Path.of(\"" + file + "\"))");
        }
        try {
            return new Tape(file, mode);
        } catch (IOException e) {
            throw new UncheckedIOException("the cassette " + file + " cannot be opened", e);
        }
    }

    Path file() {
        return file;
    }

    // What is there

    private void read() throws IOException {
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            try {
                JsonNode node = JSON.readTree(line);
                if (number == 1) {
                    require(node.path(MARK).asInt() == VERSION, "it does not begin with {\"" + MARK + "\":1}");
                } else if (!line.isBlank()) {
                    Entry entry = entry(node);
                    entries.computeIfAbsent(entry.url, u -> new ArrayDeque<>()).add(entry);
                }
            } catch (JsonProcessingException | IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        file + " is no cassette, line " + number + ": " + e.getMessage() + "; record it again", e);
            }
        }
        require(number > 0, file + " is no cassette: it is empty; record it again");
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException(what);
        }
    }

    private static Entry entry(JsonNode node) {
        String url = node.path("url").asText();
        require(!url.isEmpty(), "an exchange without \"url\"");
        if (node.has("failure")) {
            JsonNode f = node.get("failure");
            var kind = ErrorKind.valueOf(f.path("kind").asText());
            String phase = f.path("phase").asText();
            String message = f.path("message").asText();
            return new Entry(
                    url,
                    null,
                    new Failure(
                            kind,
                            url,
                            f.path("status").asInt(),
                            1,
                            phase,
                            message,
                            f.path("advice").asText(),
                            null));
        }
        require(node.path("status").asInt() > 0, "an exchange without \"status\" or \"failure\"");
        var headers = new HashMap<String, List<String>>();
        node.path("headers").properties().forEach(h -> {
            var values = new ArrayList<String>();
            h.getValue().forEach(v -> values.add(v.asText()));
            headers.put(h.getKey(), values);
        });
        byte[] body = node.has("base64")
                ? java.util.Base64.getDecoder().decode(node.get("base64").asText())
                : node.path("text").asText().getBytes(StandardCharsets.UTF_8);
        return new Entry(
                url,
                new Fetched(
                        url,
                        url,
                        node.get("status").asInt(),
                        headers,
                        body,
                        instant(node.path("at").asText()),
                        Duration.ofMillis(node.path("ms").asLong())),
                null);
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (java.time.format.DateTimeParseException e) {
            throw new IllegalArgumentException("\"at\" is no time", e);
        }
    }

    /** Whether the next of a URL is a failure of that phase. */
    synchronized boolean failsIn(String url, String phase) {
        Deque<Entry> all = entries.get(url);
        Failure failure = all == null ? null : all.getFirst().failure;
        return failure != null && failure.phase().equals(phase);
    }

    synchronized boolean has(String url) {
        return entries.containsKey(url);
    }

    /** The next of a URL; its last stands for ever. Null where there is none. */
    synchronized @Nullable Entry next(String url) {
        Deque<Entry> all = entries.get(url);
        if (all == null) {
            return null;
        }
        return all.size() > 1 ? all.removeFirst() : all.getFirst();
    }

    // What is added

    /** @param sent the headers of the request, besides the client's own */
    void add(Entry entry, Map<String, String> sent, Secrets secrets) throws IOException {
        ObjectNode line = JSON.createObjectNode().put("url", entry.url);
        var kept = new TreeMap<String, String>();
        sent.forEach((name, value) -> kept.put(name, secrets.stars(value)));
        line.set("sent", JSON.valueToTree(kept));
        if (entry.failure != null) {
            Failure f = entry.failure;
            line.putObject("failure")
                    .put("kind", f.kind().name())
                    .put("status", f.status())
                    .put("phase", f.phase())
                    .put("message", secrets.stars(f.message()))
                    .put("advice", secrets.stars(f.advice()));
        }
        if (entry.answer != null) {
            add(line, entry.answer, secrets);
        }
        line(line);
    }

    private static void add(ObjectNode line, Fetched answer, Secrets secrets) {
        line.put("at", answer.at().toString())
                .put("ms", answer.elapsed().toMillis())
                .put("status", answer.status());
        var headers = new LinkedHashMap<String, List<String>>();
        new TreeMap<>(answer.headers())
                .forEach((name, values) -> headers.put(
                        name,
                        values.stream()
                                .map(v -> Secrets.mayKeep(name) ? secrets.stars(v) : "***")
                                .toList()));
        line.set("headers", JSON.valueToTree(headers));
        byte[] body = secrets.hide(answer.body());
        String text = text(body);
        if (text == null) {
            line.put("base64", java.util.Base64.getEncoder().encodeToString(body));
        } else {
            line.put("text", text);
        }
    }

    private static @Nullable String text(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private synchronized void line(JsonNode node) throws IOException {
        if (out != null) {
            out.write(JSON.writeValueAsString(node));
            out.write('\n');
            out.flush();
        }
    }

    @Override
    public synchronized void close() {
        try {
            if (out != null) {
                out.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the cassette " + file + " could not be written to its end", e);
        }
    }
}
