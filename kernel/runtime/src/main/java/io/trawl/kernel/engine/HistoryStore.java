package io.trawl.kernel.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The history in memory, bounded by number and size, and in a {@link HistoryFile} where there is one; a file that cannot
 * be used is logged once and done without.
 */
final class HistoryStore implements History {

    private static final Logger LOG = LoggerFactory.getLogger(HistoryStore.class);
    private static final int MOST_CHARS = 16 << 20;

    private final Deque<HistoryEntry> entries = new ArrayDeque<>();
    private final int session;
    private @Nullable HistoryFile file;
    private long chars;

    HistoryStore(Optional<Path> path) {
        int mine = 1;
        if (path.isPresent()) {
            var kept = new HistoryFile(path.get());
            try {
                HistoryFile.Opened opened = kept.open();
                opened.entries().forEach(this::remember);
                mine = opened.session();
                file = kept;
            } catch (IOException e) {
                LOG.warn("the history file {} is not used", path.get(), e);
            }
        }
        session = mine;
    }

    synchronized void add(int line, String source, Optional<String> output) {
        var entry = new HistoryEntry(session, line, source, output);
        remember(entry);
        if (file != null) {
            try {
                file.append(entry);
            } catch (IOException e) {
                LOG.warn("the history is not kept any more", e);
                file = null;
            }
        }
    }

    private void remember(HistoryEntry entry) {
        entries.add(entry);
        chars += size(entry);
        while (entries.size() > HistoryFile.MOST || chars > MOST_CHARS) {
            chars -= size(entries.remove());
        }
    }

    private static int size(HistoryEntry entry) {
        return entry.source().length() + entry.output().map(String::length).orElse(0);
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
        Map<Object, HistoryEntry> found = new LinkedHashMap<>();
        for (HistoryEntry entry : entries) {
            if (matches(pattern, entry.source())) {
                Object key = unique ? entry.source() : found.size();
                found.remove(key);
                found.put(key, entry);
            }
        }
        return last(found.values(), n);
    }

    private static List<HistoryEntry> last(Collection<HistoryEntry> all, int n) {
        return all.stream().skip(Math.max(0, all.size() - Math.max(0, n))).toList();
    }

    /** Goes back to the last star only: a regular expression would take for ever on many stars. */
    private static boolean matches(String glob, String text) {
        int g = 0;
        int t = 0;
        int star = -1;
        int starText = 0;
        while (t < text.length()) {
            char c = g < glob.length() ? glob.charAt(g) : 0;
            if (c == '*') {
                star = g++;
                starText = t;
            } else if (g < glob.length() && (c == '?' || c == text.charAt(t))) {
                g++;
                t++;
            } else if (star >= 0) {
                g = star + 1;
                t = ++starText;
            } else {
                return false;
            }
        }
        return glob.substring(g).chars().allMatch(c -> c == '*');
    }
}
