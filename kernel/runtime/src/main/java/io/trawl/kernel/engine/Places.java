package io.trawl.kernel.engine;

import io.trawl.kernel.engine.Session.Direct;
import io.trawl.kernel.guest.SnippetLoader;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis.SnippetWrapper;

/** Where in which cell each snippet stands, and so where a stack frame of its class does. */
final class Places {

    private record Place(Source source, int offset, Snippet snippet) {}

    /** A line of a source by its title, counted from 1; {@code text} is the line as written. */
    record CodeLine(String source, int line, String text) {
        String title() {
            return (source.isEmpty() ? "" : source + ", ") + "line " + line;
        }
    }

    /** Where the parts of a class begin: in the class, by line, and in the cell, by position. */
    private record Parts(Source source, NavigableMap<Integer, Integer> offsets) {}

    private final Map<String, Place> byId = new ConcurrentHashMap<>();

    /** Gone with the classes: a session has as many as it had cells. */
    private final Map<Class<?>, Parts> direct = Collections.synchronizedMap(new WeakHashMap<>());

    private final Session session;

    Places(Session session) {
        this.session = session;
    }

    /** The snippet begins at {@code offset} of the source. */
    void put(Source source, int offset, Snippet snippet) {
        byId.put(snippet.id(), new Place(source, offset, snippet));
    }

    /** Code compiled without JShell. */
    void put(Source source, Direct code) {
        var offsets = new TreeMap<Integer, Integer>();
        code.parts().forEach(part -> offsets.put(part.line() - 1, part.piece().offset()));
        direct.put(code.holder(), new Parts(source, offsets));
    }

    private Optional<CodeLine> direct(StackTraceElement frame) {
        synchronized (direct) {
            for (Map.Entry<Class<?>, Parts> entry : direct.entrySet()) {
                if ((frame.getClassName() + "$").startsWith(entry.getKey().getName() + "$")) {
                    return direct(entry.getValue(), frame.getLineNumber());
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<CodeLine> direct(Parts parts, int line) {
        Map.Entry<Integer, Integer> part = parts.offsets().floorEntry(line);
        if (part == null) {
            return Optional.empty();
        }
        int at = part.getValue();
        String code = parts.source().code();
        if (line == part.getKey()) {
            // Arithmetic stands at the head of the part: javac gives lines to statements and calls only.
            while (at < code.length() - 1 && Character.isWhitespace(code.charAt(at))) {
                at++;
            }
        }
        for (int i = part.getKey() + 1; i < line; i++) {
            at = code.indexOf('\n', at) + 1;
            if (at == 0) {
                return Optional.empty();
            }
        }
        return Optional.of(at(parts.source(), at));
    }

    /** The line that a frame executes; empty for frames outside cells and of definitions since replaced. */
    Optional<CodeLine> of(StackTraceElement frame) {
        if (SnippetLoader.snippet(frame.getClassName()).startsWith("F")) {
            return direct(frame);
        }
        Place place = byId.get(SnippetLoader.snippet(frame.getClassName()));
        if (place == null) {
            return Optional.empty();
        }
        SnippetWrapper wrapper = session.look((shell, analysis) -> analysis.wrapper(place.snippet()));
        boolean current = (frame.getClassName() + "$").startsWith(wrapper.fullClassName() + "$");
        return current ? line(place, wrapper, frame.getLineNumber()) : Optional.empty();
    }

    private static Optional<CodeLine> line(Place place, SnippetWrapper wrapper, int wrappedLine) {
        String wrapped = wrapper.wrapped();
        int start = 0;
        for (int i = 1; i < wrappedLine; i++) {
            start = wrapped.indexOf('\n', start) + 1;
            if (start == 0) {
                return Optional.empty();
            }
        }
        int end = wrapped.indexOf('\n', start);
        String source = place.snippet().source();
        for (int i = start; i < (end < 0 ? wrapped.length() : end); i++) {
            int at = wrapper.wrappedToSourcePosition(i);
            if (at >= 0
                    && at < source.length()
                    && !Character.isWhitespace(source.charAt(at))
                    && source.charAt(at) == wrapped.charAt(i)
                    && wrapper.sourceToWrappedPosition(at) == i) {
                return Optional.of(at(place.source(), place.offset() + at));
            }
        }
        return Optional.empty();
    }

    /** The line that holds the character at {@code position}. */
    static CodeLine at(Source source, int position) {
        String code = source.code();
        int within = Math.max(0, Math.min(position, code.length()));
        int start = within == 0 ? 0 : code.lastIndexOf('\n', within - 1) + 1;
        int end = code.indexOf('\n', start);
        int line = (int) code.substring(0, start).chars().filter(c -> c == '\n').count() + 1;
        return new CodeLine(source.title(), line, code.substring(start, end < 0 ? code.length() : end));
    }
}
