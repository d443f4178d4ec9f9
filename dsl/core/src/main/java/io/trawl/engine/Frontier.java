package io.trawl.engine;

import io.trawl.store.BlockFile;
import io.trawl.store.Found;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The pages that wait, in the order in which they are taken: the nearest to the seed first, of those the preferred ones,
 * of those the hosts in turn. A host of which many pages are under way already is passed over, so that a slow one holds
 * up no other. However many wait, about 50,000 of them are in the heap. Not thread-safe.
 */
final class Frontier implements Waitlist {
    /** Pages of one host under way, those that wait for their permit or retry included. */
    static final int PER_HOST = 1_000;

    private static final int NEAR = 50_000;

    /** How near a page is: the smaller, the sooner. */
    private record Level(int depth, boolean first) implements Comparable<Level> {
        private static final Comparator<Level> ORDER =
                Comparator.comparingInt(Level::depth).thenComparing(level -> !level.first);

        static Level of(Found page) {
            return new Level(page.depth(), page.first());
        }

        @Override
        public int compareTo(Level other) {
            return ORDER.compare(this, other);
        }
    }

    private static final class Host {
        private final TreeMap<Level, Line> lines = new TreeMap<>();
        private int underWay;
        private @Nullable Level inTurn;
    }

    private final BlockFile file;
    private final Map<String, Host> hosts = new HashMap<>();
    private final TreeMap<Level, LinkedHashSet<Host>> turns = new TreeMap<>();
    private final TreeMap<Level, Line> far = new TreeMap<>();
    private int inHeap;
    private int waiting;

    /** @param scratch where what is too much for the heap goes */
    Frontier(Path scratch) {
        this.file = new BlockFile(scratch);
    }

    @Override
    public void add(Found page) {
        waiting++;
        Level level = Level.of(page);
        if (inHeap >= NEAR || !far.isEmpty() && level.compareTo(far.firstKey()) >= 0) {
            far.computeIfAbsent(level, l -> new Line(file)).add(page);
        } else {
            addNear(page, level);
        }
    }

    private void addNear(Found page, Level level) {
        Host host = hosts.computeIfAbsent(hostOf(page.url()), name -> new Host());
        Line line = host.lines.computeIfAbsent(level, l -> new Line(file));
        inHeap -= line.inHeap();
        line.add(page);
        inHeap += line.inHeap();
        takeTurn(host);
    }

    /** Puts a host where it belongs: at its nearest level, behind those that wait there already. */
    private void takeTurn(Host host) {
        Level level = host.lines.isEmpty() || host.underWay >= PER_HOST ? null : host.lines.firstKey();
        if (host.inTurn != null && !host.inTurn.equals(level)) {
            var there = turns.get(host.inTurn);
            there.remove(host);
            if (there.isEmpty()) {
                turns.remove(host.inTurn);
            }
        }
        if (level != null && !level.equals(host.inTurn)) {
            turns.computeIfAbsent(level, l -> new LinkedHashSet<>()).add(host);
        }
        host.inTurn = level;
    }

    /** Null where none waits, or only of busy hosts. */
    @Override
    public @Nullable Found take() {
        if (inHeap < NEAR / 2) {
            comeNear();
        }
        if (turns.isEmpty()) {
            return null;
        }
        Host host = turns.firstEntry().getValue().iterator().next();
        var nearest = host.lines.firstEntry();
        Line line = nearest.getValue();
        inHeap -= line.inHeap();
        Found page = line.poll();
        inHeap += line.inHeap();
        if (line.isEmpty()) {
            host.lines.remove(nearest.getKey());
        }
        host.underWay++;
        waiting--;
        leaveTurn(host);
        takeTurn(host);
        return page;
    }

    private void leaveTurn(Host host) {
        var there = turns.firstEntry();
        there.getValue().remove(host);
        if (there.getValue().isEmpty()) {
            turns.remove(there.getKey());
        }
        host.inTurn = null;
    }

    private void comeNear() {
        while (inHeap < NEAR && !far.isEmpty()) {
            var nearest = far.firstEntry();
            Found page = nearest.getValue().poll();
            if (page != null) {
                addNear(page, nearest.getKey());
            }
            if (nearest.getValue().isEmpty()) {
                far.remove(nearest.getKey());
            }
        }
    }

    @Override
    public void ended(Found page) {
        String name = hostOf(page.url());
        Host host = hosts.get(name);
        if (host == null) {
            return;
        }
        host.underWay--;
        takeTurn(host);
        if (host.underWay == 0 && host.lines.isEmpty()) {
            hosts.remove(name);
        }
    }

    @Override
    public int waiting() {
        return waiting;
    }

    @Override
    public @Nullable Found drop() {
        Found page = take();
        if (page == null && waiting > 0) {
            hosts.values().forEach(host -> {
                host.underWay = 0;
                takeTurn(host);
            });
            page = take();
        }
        return page;
    }

    /** Only to tell hosts apart, by the text before the path: one that is no URL is its own. */
    static String hostOf(String url) {
        int start = url.indexOf("://");
        if (start < 0) {
            return url;
        }
        int end = start + 3;
        while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
            end++;
        }
        return url.substring(start + 3, end).toLowerCase(Locale.ROOT);
    }

    @Override
    public void close() {
        file.close();
    }
}
