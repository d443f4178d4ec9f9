package io.trawl.engine;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Host names to addresses, on a pool of its own, each name looked up once however many ask, so that a slow name holds up
 * nobody but its own pages. An answer is used for a minute; up to ten it is used while it is looked up again behind it,
 * so that what was checked is what is connected to. Thread-safe.
 */
final class Names implements AutoCloseable {
    private static final Duration FRESH = Duration.ofMinutes(1);
    private static final Duration USABLE = Duration.ofMinutes(10);
    private static final int MOST = 10_000;

    /** Looks a name up, blocking. */
    @FunctionalInterface
    interface Lookup {
        InetAddress[] of(String host) throws UnknownHostException;
    }

    private record Known(List<InetAddress> addresses, long at) {}

    /** A look-up under way. Who waits for it is told in the order in which he came, which a future does not promise. */
    private static final class Asked {
        final CompletableFuture<List<InetAddress>> answer = new CompletableFuture<>();
        private CompletableFuture<?> last = answer;

        synchronized void then(BiConsumer<? super List<InetAddress>, ? super @Nullable Throwable> next) {
            last = last.handle((told, ignored) -> answer.whenComplete(next));
        }
    }

    private final Lookup lookup;
    private final Clock clock;
    private final Duration limit;
    private final Executor pool;
    private final Map<String, Known> known = new ConcurrentHashMap<>();
    private final Map<String, Asked> open = new ConcurrentHashMap<>();

    Names(Lookup lookup, Clock clock, Duration limit, Function<Supplier<ExecutorService>, Executor> threads) {
        this.pool = threads.apply(() -> Threads.pool("trawl-dns", 32));
        this.lookup = lookup;
        this.clock = clock;
        this.limit = limit;
    }

    /** The addresses of a host, best first and never none; done at once where they are known. */
    CompletableFuture<List<InetAddress>> of(String host) {
        InetAddress literal = literal(host);
        if (literal != null) {
            return CompletableFuture.completedFuture(List.of(literal));
        }
        Known answer = known.get(host);
        if (answer == null || clock.since(answer.at).compareTo(USABLE) > 0) {
            return limited(host, ask(host));
        }
        if (clock.since(answer.at).compareTo(FRESH) > 0) {
            ask(host);
        }
        return CompletableFuture.completedFuture(answer.addresses);
    }

    /** The first address did not answer: the next one goes first. */
    void failed(String host, InetAddress address) {
        known.computeIfPresent(host, (h, answer) -> {
            if (answer.addresses.size() < 2 || !answer.addresses.get(0).equals(address)) {
                return answer;
            }
            var rotated = new ArrayList<>(answer.addresses.subList(1, answer.addresses.size()));
            rotated.add(address);
            return new Known(List.copyOf(rotated), answer.at);
        });
    }

    private Asked ask(String host) {
        var fresh = new Asked();
        var running = open.putIfAbsent(host, fresh);
        if (running != null) {
            return running;
        }
        try {
            pool.execute(() -> look(host, fresh.answer));
        } catch (RejectedExecutionException closed) {
            open.remove(host);
            fresh.answer.cancel(false);
        }
        return fresh;
    }

    private void look(String host, CompletableFuture<List<InetAddress>> answer) {
        try {
            List<InetAddress> addresses = List.of(lookup.of(host));
            if (addresses.isEmpty()) {
                throw new UnknownHostException(host);
            }
            if (known.size() >= MOST) {
                known.values().removeIf(k -> clock.since(k.at).compareTo(FRESH) > 0);
            }
            known.put(host, new Known(addresses, clock.nanos()));
            open.remove(host);
            answer.complete(addresses);
        } catch (UnknownHostException | RuntimeException e) {
            open.remove(host);
            answer.completeExceptionally(e);
        }
    }

    /** The look-up itself cannot be stopped; waiting for it can. */
    private CompletableFuture<List<InetAddress>> limited(String host, Asked running) {
        var copy = new CompletableFuture<List<InetAddress>>();
        var timer = clock.schedule(
                limit,
                () -> copy.completeExceptionally(
                        new UnknownHostException(host + ": no answer within " + io.trawl.View.seconds(limit))));
        running.then((addresses, error) -> {
            timer.cancel();
            if (error == null) {
                copy.complete(addresses);
            } else {
                copy.completeExceptionally(error);
            }
        });
        return copy;
    }

    /**
     * The address that a host spells out, or null where it is a name. IPv4 as browsers read it (WHATWG URL, IPv4
     * parser): one to four parts, each decimal, octal after 0 or hexadecimal after 0x.
     */
    static @Nullable InetAddress literal(String host) {
        if (host.startsWith("[") && host.endsWith("]")) {
            try {
                // Looks nothing up: what stands in brackets is an address or nothing.
                return InetAddress.getByName(host);
            } catch (UnknownHostException e) {
                return null;
            }
        }
        String[] parts = (host.endsWith(".") ? host.substring(0, host.length() - 1) : host).split("\\.", -1);
        if (parts.length > 4) {
            return null;
        }
        long value = 0;
        for (int i = 0; i < parts.length; i++) {
            long part = number(parts[i]);
            boolean last = i == parts.length - 1;
            int width = last ? 8 * (5 - parts.length) : 8;
            if (part < 0 || part >= 1L << width) {
                return null;
            }
            value = value << width | part;
        }
        return address(new byte[] {(byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value});
    }

    /** Decimal, octal after 0, hexadecimal after 0x; -1 for what is no number or larger than any address. */
    private static long number(String part) {
        boolean hex = part.startsWith("0x") || part.startsWith("0X");
        int radix = hex ? 16 : part.length() > 1 && part.startsWith("0") ? 8 : 10;
        long number = part.isEmpty() ? -1 : 0;
        for (int i = hex ? 2 : 0; i < part.length() && number >= 0; i++) {
            char c = part.charAt(i);
            int digit = c < 128 ? Character.digit(c, radix) : -1;
            number = digit < 0 || number > 0xFFFF_FFFFL ? -1 : number * radix + digit;
        }
        return number;
    }

    static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Override
    public void close() {
        if (pool instanceof ExecutorService ours) {
            ours.shutdownNow();
        }
    }
}
