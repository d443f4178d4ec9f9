package io.trawl.engine;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trawl.page.Fetched;
import io.trawl.site.Urls;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Responses in files: a line of JSON, then the body as it came. A file is written aside and moved into its place, so
 * that it is whole or not there, also where two processes share a folder. No secret is written: of what a plan sends
 * only a hash, of what comes no cookie. Blocking: not for I/O threads. Thread-safe.
 */
final class CacheFiles {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int VERSION = 1;
    private static final int LONGEST_HEAD = 1_000_000;
    private static final int WRITES_PER_TRIM = 1_000;

    private final Path folder;
    private final long most;
    private int writes;

    /** @param most bytes, above which what was not used for longest goes */
    CacheFiles(Path folder, long most) {
        this.folder = folder;
        this.most = most;
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new IllegalArgumentException("cache(" + folder + "): the folder cannot be made: " + e, e);
        }
    }

    record Stored(Fetched fetched, Instant asked) {
        Freshness freshness() {
            return Freshness.of(fetched, asked);
        }
    }

    /** What tells answers apart: the URL and all that the plan sends with it. */
    static String key(Fetcher.Request request) {
        var text = new StringBuilder(Urls.key(request.url()));
        String user = request.url().getRawUserInfo();
        text.append('\n').append(user == null ? "" : user);
        var sent = new TreeMap<String, String>();
        request.headers().forEach((name, value) -> sent.put(name.toLowerCase(Locale.ROOT), value));
        sent.remove("cache-control");
        sent.forEach((name, value) -> text.append('\n').append(name).append(':').append(value));
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path file(String key) {
        return folder.resolve(key.substring(0, 2)).resolve(key.substring(2));
    }

    /** What is stored, or null; a file that cannot be read is as good as none. */
    @Nullable
    Stored read(String key) {
        Path file = file(key);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            Map<String, Object> head = JSON.readValue(line(in), new TypeReference<>() {});
            if (!Integer.valueOf(VERSION).equals(head.get("version"))) {
                return null;
            }
            byte[] body = in.readAllBytes();
            if (body.length != ((Number) head.get("length")).longValue()) {
                throw new IOException("cut short");
            }
            String url = (String) head.get("url");
            var headers = JSON.convertValue(head.get("headers"), new TypeReference<Map<String, List<String>>>() {});
            var at = Instant.parse((String) head.get("at"));
            var asked = Instant.parse((String) head.get("asked"));
            int status = ((Number) head.get("status")).intValue();
            return new Stored(new Fetched(url, url, status, headers, body, at, Duration.ZERO), asked);
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException | RuntimeException e) {
            LoggerFactory.getLogger(CacheFiles.class).warn("unreadable in the cache, dropped: {}", file, e);
            delete(file);
            return null;
        }
    }

    private static byte[] line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0 || line.size() > LONGEST_HEAD) {
                throw new IOException("no head");
            }
            line.write(b);
        }
        return line.toByteArray();
    }

    /** Failing to write costs a request later, and nothing now. */
    void write(String key, Stored stored) {
        Path file = file(key);
        try {
            Files.createDirectories(file.getParent());
            Path fresh = Files.createTempFile(file.getParent(), "new", null);
            try (var out = Files.newOutputStream(fresh)) {
                out.write(head(stored));
                out.write('\n');
                out.write(stored.fetched.body());
            } catch (IOException e) {
                delete(fresh);
                throw e;
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            if (isTimeToTrim()) {
                trim();
            }
        } catch (IOException | UncheckedIOException e) {
            LoggerFactory.getLogger(CacheFiles.class).warn("not written to the cache: {}", file, e);
        }
    }

    private static byte[] head(Stored stored) throws IOException {
        var headers = new HashMap<>(stored.fetched.headers());
        headers.remove("set-cookie");
        headers.remove("set-cookie2");
        // RFC 9111 section 3.1: what concerns one connection is not stored.
        for (String named :
                String.join(",", headers.getOrDefault("connection", List.of())).split(",")) {
            headers.remove(named.strip().toLowerCase(Locale.ROOT));
        }
        return JSON.writeValueAsBytes(Map.of(
                "version", VERSION,
                "url", Urls.shown(stored.fetched.url()),
                "status", stored.fetched.status(),
                "asked", stored.asked.toString(),
                "at", stored.fetched.at().toString(),
                "length", stored.fetched.body().length,
                "headers", headers));
    }

    private synchronized boolean isTimeToTrim() {
        return writes++ % WRITES_PER_TRIM == 0;
    }

    /** Oldest first, down to four fifths. */
    void trim() throws IOException {
        record Aged(Path file, long bytes, Instant at) {}
        List<Aged> all;
        try (var files = Files.find(folder, 2, (file, a) -> a.isRegularFile())) {
            all = files.map(file -> {
                        try {
                            return new Aged(
                                    file,
                                    Files.size(file),
                                    Files.getLastModifiedTime(file).toInstant());
                        } catch (IOException gone) {
                            return new Aged(file, 0, Instant.EPOCH);
                        }
                    })
                    .sorted(Comparator.comparing(Aged::at))
                    .toList();
        }
        long bytes = all.stream().mapToLong(Aged::bytes).sum();
        long goal = bytes > most ? most / 5 * 4 : bytes;
        for (Aged one : all) {
            if (bytes <= goal) {
                return;
            }
            delete(one.file);
            bytes -= one.bytes;
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LoggerFactory.getLogger(CacheFiles.class).warn("not deleted from the cache: {}", file, e);
        }
    }
}
