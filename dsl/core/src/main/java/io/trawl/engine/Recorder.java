package io.trawl.engine;

import io.trawl.Body;
import io.trawl.Exchange;
import io.trawl.Timed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;

/** Listens to the exchanges of all sessions while some code runs. */
public final class Recorder {
    private static final Set<Recorder> LISTENING = ConcurrentHashMap.newKeySet();

    private final List<Exchange> exchanges = new ArrayList<>();

    private Recorder() {}

    static void record(Exchange exchange) {
        LISTENING.forEach(r -> r.add(exchange));
    }

    private synchronized void add(Exchange exchange) {
        exchanges.add(exchange);
    }

    private synchronized List<Exchange> taken() {
        return exchanges.stream().sorted(Comparator.comparing(Exchange::start)).toList();
    }

    public static <T> Timed<T> timed(Callable<? extends T> work) throws Exception {
        var recorder = new Recorder();
        Clock clock = Clocks.here();
        long start = clock.nanos();
        LISTENING.add(recorder);
        try {
            T value = work.call();
            Duration elapsed = clock.since(start);
            return new Timed<>(value, elapsed, recorder.taken());
        } finally {
            LISTENING.remove(recorder);
        }
    }

    public static Timed<Void> timed(Body work) throws Exception {
        return Recorder.<Void>timed(() -> {
            work.run();
            return null;
        });
    }
}
