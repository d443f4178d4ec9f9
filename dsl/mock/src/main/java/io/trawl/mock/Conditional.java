package io.trawl.mock;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a client has already, or wants only a part of (RFC 9110 sections 13 and 14). */
final class Conditional {
    private static final Pattern RANGE = Pattern.compile("bytes=([0-9]{0,9})-([0-9]{0,9})");

    /**
     * A part of a body; {@code from} is behind {@code to} where there is no such part.
     *
     * @param to the last byte of it
     */
    record Part(int from, int to, int length) {
        boolean satisfiable() {
            return from <= to;
        }

        /** As in {@code bytes 0-99/1234}. */
        String contentRange() {
            return "bytes " + (satisfiable() ? from + "-" + to : "*") + "/" + length;
        }
    }

    private Conditional() {}

    /** Whether the client has this answer, as far as the script gave it a mark. */
    static boolean isKnown(List<Map.Entry<String, String>> marks, Asked asked) {
        String tags = asked.header("If-None-Match");
        String since = asked.header("If-Modified-Since");
        return marks.stream()
                .anyMatch(mark -> !tags.isEmpty()
                        ? mark.getKey().equalsIgnoreCase("ETag") && (tags.equals("*") || tags.contains(mark.getValue()))
                        : !since.isEmpty()
                                && mark.getKey().equalsIgnoreCase("Last-Modified")
                                && since.equals(mark.getValue()));
    }

    /** The one part that is asked for; null for the whole, also where several are asked for or it may have changed. */
    static @Nullable Part part(List<Map.Entry<String, String>> marks, Asked asked, int length) {
        Matcher range = RANGE.matcher(asked.header("Range").replace(" ", ""));
        String condition = asked.header("If-Range");
        boolean changed = !condition.isEmpty()
                && marks.stream().noneMatch(mark -> mark.getValue().equals(condition));
        if (changed || !asked.method().equals("GET") || !range.matches()) {
            return null;
        }
        String first = range.group(1);
        String last = range.group(2);
        if (first.isEmpty()) {
            return last.isEmpty() ? null : new Part(Math.max(0, length - Integer.parseInt(last)), length - 1, length);
        }
        int from = Integer.parseInt(first);
        int to = last.isEmpty() ? length - 1 : Integer.parseInt(last);
        return !last.isEmpty() && to < from ? null : new Part(from, Math.min(to, length - 1), length);
    }
}
