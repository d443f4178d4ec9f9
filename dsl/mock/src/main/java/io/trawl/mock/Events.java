package io.trawl.mock;

import io.trawl.Fn;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Server-sent events (WHATWG HTML section 9.2): so many, each after a pause, then the end. Who comes back with a {@code
 * Last-Event-ID} goes on after it.
 */
record Events(String path, int count, Duration every, Fn<? super Integer, String> data) implements Area {
    private static final Page STREAM = Page.file("text/event-stream", o -> "");

    @Override
    public @Nullable Reply answer(Asked asked) {
        if (!asked.path().equals(path)) {
            return null;
        }
        String last = asked.header("Last-Event-ID");
        int from = last.matches("[0-9]{1,9}") ? Integer.parseInt(last) + 1 : 1;
        if (from > count) {
            // By which a client knows that it need not come again.
            return Reply.of(204, STREAM);
        }
        var steps = IntStream.rangeClosed(from, count)
                .mapToObj(i -> new Fault.Step(every, event(i)))
                .iterator();
        return new Reply(200, STREAM, List.of(java.util.Map.entry("Cache-Control", "no-store")), steps);
    }

    private byte[] event(int i) {
        String said;
        try {
            said = data.apply(i);
        } catch (Exception e) {
            said = "The script's function threw " + e;
        }
        String lines = said.lines().reduce("", (all, line) -> all + "data: " + line + "\n");
        return ("id: " + i + "\n" + (lines.isEmpty() ? "data:\n" : lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
