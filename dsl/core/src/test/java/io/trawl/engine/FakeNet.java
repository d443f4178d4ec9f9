package io.trawl.engine;

import io.trawl.page.Fetched;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A network in memory and virtual time: answers as scripted, and remembers when it was asked for what. */
final class FakeNet implements Fetcher {
    private record Answer(int status, Map<String, List<String>> headers, String body, Duration after) {}

    private final VirtualClock clock;
    private final Map<String, Deque<Answer>> answers = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private int aborted;

    FakeNet(VirtualClock clock) {
        this.clock = clock;
    }

    /** The next answer of a URL; its last one stands for ever. */
    FakeNet on(String url, int status, String body, Duration after) {
        return on(url, status, Map.of(), body, after);
    }

    FakeNet on(String url, int status, Map<String, List<String>> headers, String body, Duration after) {
        answers.computeIfAbsent(url, u -> new ArrayDeque<>()).add(new Answer(status, headers, body, after));
        return this;
    }

    /** Path and virtual milliseconds of each request but those for robots.txt. */
    List<String> asked() {
        return asked;
    }

    int aborted() {
        return aborted;
    }

    @Override
    public Exchanging fetch(Request request) {
        URI url = request.url();
        var trace = new Trace(clock);
        trace.enter(Trace.Step.WAITING);
        long start = clock.nanos();
        boolean robots = url.getPath().equals("/robots.txt");
        if (!robots) {
            asked.add(url.getPath() + "@" + start / 1_000_000);
        }
        var queue = answers.get(url.toString());
        Answer answer = queue == null
                ? new Answer(robots ? 404 : 200, Map.of(), "page", Duration.ZERO)
                : queue.size() > 1 ? queue.poll() : queue.peek();
        var result = new CompletableFuture<Fetched>();
        var answered = new boolean[1];
        var timer = clock.schedule(answer.after, () -> {
            answered[0] = true;
            trace.received(answer.body.getBytes(StandardCharsets.UTF_8).length);
            trace.end();
            result.complete(new Fetched(
                    url.toString(),
                    url.toString(),
                    answer.status,
                    answer.headers,
                    answer.body.getBytes(StandardCharsets.UTF_8),
                    clock.now(),
                    clock.since(start)));
        });
        return new Exchanging(
                result,
                () -> {
                    timer.cancel();
                    aborted += answered[0] ? 0 : 1;
                    answered[0] = true;
                    trace.end();
                    result.cancel(false);
                },
                () -> trace);
    }

    @Override
    public void close() {
        // Nothing to free.
    }
}
