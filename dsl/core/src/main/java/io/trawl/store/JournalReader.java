package io.trawl.store;

import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.page.Fetched;
import io.trawl.store.JournalFile.Frame;
import io.trawl.store.JournalFile.Kind;
import io.trawl.store.JournalWriter.How;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads a journal, also while it is written: each question first looks at what was appended since the last one. Of a page
 * it holds where it stands, 17 bytes; of one that a stage fetched some 100 more. Thread-safe; the file is closed when nobody can reach it any more, since results
 * that outlive their session read from it.
 */
public final class JournalReader {
    /** What is told of each page. */
    public interface Visitor {
        /** @param ended null where it has not; its body is not read */
        void page(Found found, @Nullable Ended ended);
    }

    private final Path path;
    private final Secrets secrets;
    private final JournalFile file;
    private final Map<String, String> facts = new HashMap<>();
    private final Map<Integer, BitSet> delivered = new HashMap<>();
    private final Map<Integer, @Nullable String> positions = new HashMap<>();
    private final Places places = new Places();
    /** Of the pages that stages fetched; theirs is the index -1 - i. */
    private final Places besides = new Places();

    private final Map<Long, List<Beside>> besidesByUrl = new HashMap<>();
    private long end = JournalFile.HEAD;

    private record Beside(int index, int page) {}

    private JournalReader(Path path, Secrets secrets, JournalFile file) {
        this.path = path;
        this.secrets = secrets;
        this.file = file;
    }

    /**
     * @param secrets to put back into URLs; where they are not known, stars stand in their place
     * @throws JournalException where it is none, or one of another version
     */
    public static JournalReader open(Path file, Secrets secrets) {
        if (Files.notExists(file)) {
            throw new JournalException("there is no checkpoint " + file, "the path of one that exists");
        }
        try {
            return new JournalReader(file, secrets, JournalFile.open(file));
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static JournalException unreadable(Path file, IOException e) {
        return new JournalException(
                file + " cannot be read: " + e.getMessage(),
                "a copy of it; or .checkpoint(path, RESTART) to begin again",
                e);
    }

    /** Where the last frame ends of which all is there, bodies included. */
    synchronized long whole() throws IOException {
        long length = file.length();
        for (Frame frame = file.frame(end, length); frame != null; frame = file.frame(end, length)) {
            take(frame);
        }
        return end;
    }

    private void look() throws IOException {
        long length = file.length();
        for (Frame frame = file.past(end, length); frame != null; frame = file.past(end, length)) {
            take(frame);
        }
    }

    private void take(Frame frame) {
        ByteBuffer in = frame.content();
        switch (frame.kind()) {
            case FACT -> facts.put(text(in), Secrets.starred(text(in)));
            case FOUND -> places.found(in.getInt(), end);
            case BODY -> {
                // It is asked for by way of the ENDED that follows.
            }
            case ENDED -> {
                int index = in.getInt();
                placesOf(index).ended(inPlaces(index), end, in.get());
            }
            case BESIDE -> {
                var beside = new Beside(in.getInt(), in.getInt());
                besides.found(inPlaces(beside.index), end);
                besidesByUrl
                        .computeIfAbsent(SeenSet.fingerprint(text(in)), url -> new ArrayList<>(1))
                        .add(beside);
            }
            case DELIVERED -> {
                int sink = in.getInt();
                positions.put(sink, textOrNull(in));
                var pages = delivered.computeIfAbsent(sink, s -> new BitSet());
                while (in.hasRemaining()) {
                    pages.set(in.getInt());
                }
            }
        }
        end += frame.length();
    }

    private Places placesOf(int index) {
        return index < 0 ? besides : places;
    }

    private static int inPlaces(int index) {
        return index < 0 ? -1 - index : index;
    }

    /** Where its ENDED stands; 0 where there is none. */
    private long endedAt(int index) {
        Places of = placesOf(index);
        return inPlaces(index) < of.known ? of.ended[inPlaces(index)] : 0;
    }

    private interface Reading<R extends @Nullable Object> {
        R now() throws IOException;
    }

    private synchronized <R extends @Nullable Object> R read(Reading<R> reading) {
        try {
            look();
            return reading.now();
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /** Whether nothing is said about the job: it was killed at its birth. */
    boolean isEmpty() {
        return read(facts::isEmpty);
    }

    public Head head() {
        return read(() -> new Head(
                facts.getOrDefault("id", ""),
                facts.getOrDefault("name", ""),
                facts.getOrDefault("plan", "{}"),
                facts.getOrDefault("state", ""),
                facts.getOrDefault("reason", ""),
                Instant.parse(facts.getOrDefault("started", "1970-01-01T00:00:00Z"))));
    }

    /** All pages, in the order of discovery. */
    public void pages(Visitor visitor) {
        int known = read(() -> places.known);
        for (int i = 0; i < known; i++) {
            int index = i;
            Found found = read(() -> places.found[index] == 0 ? null : found(index));
            if (found != null) {
                visitor.page(found, read(() -> endedAt(index) == 0 ? null : ended(index)));
            }
        }
    }

    /** A page that a stage fetched, for that page if it did, else for another; null where none did. Its body is not read. */
    public @Nullable Ended beside(int forPage, String url) {
        return read(() -> {
            Beside best = null;
            for (Beside one : besidesByUrl.getOrDefault(SeenSet.fingerprint(secrets.hide(url)), List.of())) {
                if (endedAt(one.index) > 0 && (best == null || one.page == forPage || best.page != forPage)) {
                    best = one;
                }
            }
            return best == null ? null : ended(best.index);
        });
    }

    /** The index of the last page that a stage fetched; 0 where none did. */
    public int lastBeside() {
        return read(() -> -besides.known);
    }

    private Found found(int index) throws IOException {
        ByteBuffer in = content(places.found[index], Kind.FOUND).position(Integer.BYTES);
        int depth = in.getInt();
        boolean first = in.get() != 0;
        return new Found(index, shown(in), depth, first);
    }

    private Ended ended(int index) throws IOException {
        ByteBuffer in = content(endedAt(index), Kind.ENDED).position(Integer.BYTES);
        boolean failed = in.get() != How.OK.ordinal();
        boolean page = in.getInt() > 0;
        Failure failure = failed ? failure(in) : null;
        Fetched fetched = page ? fetched(in, Map.of(), new byte[0]) : null;
        return new Ended(index, failure, fetched, shown(in), in.getInt());
    }

    private Failure failure(ByteBuffer in) {
        int status = in.getInt();
        int attempts = in.getInt();
        return new Failure(kindOf(text(in)), shown(in), status, attempts, text(in), shown(in), shown(in), null);
    }

    private Fetched fetched(ByteBuffer in, Map<String, List<String>> headers, byte[] body) {
        int status = in.getInt();
        var at = Instant.ofEpochMilli(in.getLong());
        var elapsed = Duration.ofNanos(in.getLong());
        return new Fetched(shown(in), shown(in), status, headers, body, at, elapsed);
    }

    private static ErrorKind kindOf(String name) {
        try {
            return ErrorKind.valueOf(name);
        } catch (IllegalArgumentException e) {
            return ErrorKind.UNKNOWN;
        }
    }

    /** A page as it came over the wire. */
    public Fetched body(int index) {
        return read(() -> {
            long at = endedAt(index);
            ByteBuffer in =
                    at == 0 ? ByteBuffer.allocate(0) : content(at, Kind.ENDED).position(Integer.BYTES);
            boolean failed = in.hasRemaining() && in.get() != How.OK.ordinal();
            int length = in.hasRemaining() ? in.getInt() : 0;
            if (length == 0) {
                throw new JournalException("page " + index + " is not in " + path, "");
            }
            if (failed) {
                failure(in);
            }
            ByteBuffer wire = content(at - length, Kind.BODY);
            var headers = headers(wire);
            var body = new byte[wire.remaining()];
            wire.get(body);
            return fetched(in, headers, body);
        });
    }

    private static Map<String, List<String>> headers(ByteBuffer in) {
        var headers = new HashMap<String, List<String>>();
        for (int left = in.getInt(); left > 0; left--) {
            var values = new ArrayList<String>(1);
            headers.put(text(in), values);
            for (int more = in.getInt(); more > 0; more--) {
                values.add(Secrets.starred(text(in)));
            }
        }
        return headers;
    }

    private ByteBuffer content(long at, Kind kind) throws IOException {
        Frame frame = file.frame(at, end);
        if (frame == null || frame.kind() != kind) {
            throw new IOException("it is damaged at byte " + at);
        }
        return frame.content();
    }

    private static @Nullable String textOrNull(ByteBuffer in) {
        int length = in.getInt();
        if (length < 0) {
            return null;
        }
        var bytes = new byte[length];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String text(ByteBuffer in) {
        String text = textOrNull(in);
        return text == null ? "" : text;
    }

    private String shown(ByteBuffer in) {
        String text = text(in);
        String revealed = secrets.reveal(text);
        return revealed == null ? Secrets.starred(text) : revealed;
    }

    /** Whether any page has been found: else its job has yet to begin. */
    public boolean begun() {
        return read(() -> places.known > 0);
    }

    /** How many pages are known, ended, and ended badly. */
    public int[] counts() {
        return read(places::counts);
    }

    /** The pages whose rows a sink has confirmed. */
    public Set<Integer> delivered(int sink) {
        return read(() -> delivered.getOrDefault(sink, new BitSet()).stream()
                .boxed()
                .collect(Collectors.toCollection(HashSet::new)));
    }

    /** Where a sink stood after the last rows that it has confirmed; null where it has confirmed none. */
    public @Nullable String position(int sink) {
        return read(() -> positions.get(sink));
    }

    @Override
    public String toString() {
        return "journal " + path;
    }
}
