package io.trawl.kernel.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The history in memory, and as lines {@code session TAB line TAB source} appended to a file, where there is one. Several
 * kernels may append to one file; a file that cannot be used is logged once and done without.
 */
final class HistoryStore implements History {

    private static final Logger LOG = LoggerFactory.getLogger(HistoryStore.class);
    private static final int MOST = 10_000;

    private final List<HistoryEntry> entries = new ArrayList<>();
    private final int session;
    private @Nullable Path file;

    HistoryStore(Optional<Path> file) {
        this.file = file.orElse(null);
        this.session = load() + 1;
    }

    synchronized void add(int line, String source, Optional<String> output) {
        entries.add(new HistoryEntry(session, line, source, output));
        if (entries.size() > MOST) {
            entries.remove(0);
        }
        append(session + "\t" + line + "\t" + escape(source) + "\n");
    }

    @Override
    public synchronized List<HistoryEntry> tail(int n) {
        return last(entries, n);
    }

    @Override
    public synchronized List<HistoryEntry> range(int of, int start, int stop) {
        int wanted = of > 0 ? of : session + of;
        return entries.stream()
                .filter(e -> e.session() == wanted && e.line() >= start && e.line() < stop)
                .toList();
    }

    @Override
    public synchronized List<HistoryEntry> search(String pattern, int n, boolean unique) {
        Predicate<String> matches = glob(pattern);
        var found = new ArrayList<HistoryEntry>();
        for (HistoryEntry entry : entries) {
            if (matches.test(entry.source())) {
                if (unique) {
                    found.removeIf(e -> e.source().equals(entry.source()));
                }
                found.add(entry);
            }
        }
        return last(found, n);
    }

    private static List<HistoryEntry> last(List<HistoryEntry> all, int n) {
        return List.copyOf(all.subList(Math.max(0, all.size() - Math.max(0, n)), all.size()));
    }

    private static Predicate<String> glob(String pattern) {
        var regex = new StringBuilder();
        pattern.chars()
                .forEach(c -> regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf((char) c))));
        return Pattern.compile(regex.toString(), Pattern.DOTALL).asMatchPredicate();
    }

    /** Reads the file; answers the last session in it. */
    private int load() {
        int last = 0;
        if (file == null || !Files.exists(file)) {
            return last;
        }
        try {
            List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
            for (String line : lines.subList(Math.max(0, lines.size() - MOST), lines.size())) {
                String[] parts = line.split("\t", 3);
                if (parts.length == 3) {
                    int of = Integer.parseInt(parts[0]);
                    entries.add(new HistoryEntry(of, Integer.parseInt(parts[1]), unescape(parts[2]), Optional.empty()));
                    last = Math.max(last, of);
                }
            }
        } catch (IOException | NumberFormatException e) {
            giveUp(e);
        }
        return last;
    }

    private void append(String line) {
        if (file == null) {
            return;
        }
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            giveUp(e);
        }
    }

    private void giveUp(Exception e) {
        LOG.warn("the history file {} is not used", file, e);
        file = null;
    }

    private static String escape(String source) {
        return source.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
    }

    private static String unescape(String line) {
        var source = new StringBuilder();
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c != '\\' || i + 1 == line.length()) {
                source.append(c);
                continue;
            }
            char next = line.charAt(++i);
            source.append(next == 'n' ? '\n' : next == 'r' ? '\r' : next);
        }
        return source.toString();
    }
}
