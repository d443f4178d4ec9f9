package io.trawl.kernel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.kernel.api.Cell;
import io.trawl.matrix.Row;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Ten cells start work in every way that Java has and end; then the work is let go in any order while an eleventh runs.
 * Every line belongs to the cell that started it, those of threads that older cells made included.
 */
@Row({"D1", "D2"})
class AttributionTest {

    private static final int CELLS = 10;

    /** What {@code LATE} stands for prints, once the gate is open, who started it and by what. */
    private static final Map<String, String> WAYS = new TreeMap<>(Map.ofEntries(
            Map.entry("fixed pool", "fixed.submit(() -> LATE);"),
            Map.entry(
                    "callback of an HTTP client",
                    "http.sendAsync(request, HttpResponse.BodyHandlers.ofString()).thenAcceptAsync(r -> LATE, pool);"),
            Map.entry("callback on the client's thread", """
                    http.sendAsync(request, info -> HttpResponse.BodySubscribers.mapping(
                            HttpResponse.BodySubscribers.discarding(), none -> { pool.submit(() -> LATE); return 0; }));"""),
            Map.entry("new thread", "daemon(() -> LATE).start();"),
            Map.entry("pool of an older cell", "pool.submit(() -> LATE);"),
            Map.entry("method of an older cell", "later(() -> LATE);"),
            Map.entry("scheduled pool", "timer.schedule(() -> LATE, 1, TimeUnit.MILLISECONDS);"),
            Map.entry("fork-join pool", "forkJoin.submit(() -> LATE);"),
            Map.entry("supplyAsync", "CompletableFuture.supplyAsync(() -> { LATE; return 1; }, pool);"),
            Map.entry("stage", "CompletableFuture.runAsync(() -> {}, pool).thenRunAsync(() -> LATE, pool);"),
            Map.entry("callable", "pool.submit(() -> { LATE; return 1; });"),
            Map.entry("anonymous class", "pool.submit(new Runnable() { public void run() { LATE; } });"),
            Map.entry(
                    "java.util.Timer",
                    "new java.util.Timer(true).schedule(new java.util.TimerTask() { public void run() { LATE; } }, 1);"),
            Map.entry("parallel stream", "forkJoin.submit(() -> IntStream.range(0, 4).parallel().forEach(i -> LATE));"),
            Map.entry("pool in a pool", "pool.submit(() -> pool.submit(() -> LATE));"),
            Map.entry("error stream", "pool.submit(() -> LATE_ERR);")));

    static {
        if (Runtime.version().feature() >= 21) {
            WAYS.put("virtual thread", "Thread.startVirtualThread(() -> LATE);");
            WAYS.put("thread per task", "perTask.submit(() -> LATE);");
        }
    }

    private final Lines lines = new Lines();
    private final Engine engine = Engine.start(EngineOptions.defaults().withoutExtensions());

    @AfterEach
    void stop() {
        engine.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyLineBelongsToTheCellThatStartedIt(long seed) {
        run("""
                import com.sun.net.httpserver.HttpServer;
                import java.net.http.*;
                Thread daemon(Runnable r) { var t = new Thread(r); t.setDaemon(true); return t; }
                ThreadFactory daemons = r -> daemon(r);
                var pool = Executors.newCachedThreadPool(daemons);
                var fixed = Executors.newFixedThreadPool(200, daemons);
                var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
                server.createContext("/", e -> { e.sendResponseHeaders(204, -1); e.close(); });
                server.start();
                var http = HttpClient.newHttpClient();
                var request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + server.getAddress().getPort() + "/")).build();
                var timer = Executors.newScheduledThreadPool(2, daemons);
                var forkJoin = new ForkJoinPool(8);
                var gates = new ConcurrentHashMap<Integer, CountDownLatch>();
                var done = new Semaphore(0);
                void waitFor(int gate) { try { gates.get(gate).await(); } catch (InterruptedException e) {} }
                void later(Runnable r) { pool.execute(() -> r.run()); }
                """
                + (WAYS.containsKey("thread per task")
                        ? "var perTask = Executors.newVirtualThreadPerTaskExecutor();"
                        : ""));
        List<String> order = new ArrayList<>(WAYS.keySet());
        var random = new Random(seed);
        int expected = 0;
        for (int cell = 0; cell < CELLS; cell++) {
            Collections.shuffle(order, random);
            var code = new StringBuilder("gates.put(" + cell + ", new CountDownLatch(1));\n");
            for (String way : order) {
                String print = "print(\"<" + cell + " " + way + ">\\n\"); done.release(); }";
                code.append(WAYS.get(way)
                        .replace("LATE_ERR", "{ waitFor(" + cell + "); System.err." + print)
                        .replace("LATE", "{ waitFor(" + cell + "); System.out." + print));
                code.append('\n');
                expected += way.equals("parallel stream") ? 4 : 1;
            }
            run(code.toString());
        }
        List<Integer> opening =
                new ArrayList<>(IntStream.range(0, CELLS).boxed().toList());
        Collections.shuffle(opening, random);

        run("for (int gate : new int[] " + opening.toString().replace('[', '{').replace(']', '}')
                + ") { gates.get(gate).countDown(); System.out.print(\"<11th>\\n\"); }\ndone.acquire(" + expected
                + ");");
        run(
                "server.stop(0); pool.shutdown(); fixed.shutdown(); timer.shutdown(); forkJoin.shutdown();\npool.awaitTermination(1, TimeUnit.MINUTES)");

        assertThat(lines.await(expected + CELLS)).isEqualTo(expected + CELLS);
        assertThat(lines.wrong()).isEmpty();
    }

    /** The documented limit: neither stack nor carrier names a cell, so it goes to the one that runs. */
    @Test
    void aBareMethodOfALibraryOnAForeignPoolCarriesNothing() {
        run("var pool = Executors.newSingleThreadExecutor();\nvar gate = new CompletableFuture<String>();\n"
                + "gate.thenAcceptAsync(System.out::print, pool);");
        run("gate.complete(\"<orphan>\"); pool.shutdown(); pool.awaitTermination(1, TimeUnit.MINUTES);");

        assertThat(lines.await(1)).isEqualTo(1);
        assertThat(lines.all).containsOnlyKeys(2);
    }

    private void run(String code) {
        ExecuteResult result = engine.execute(ExecuteRequest.of(code), lines);
        assertThat(result.error().map(ErrorReport::plainText)).as(code).isEmpty();
    }

    /** Printed text by the number of the cell it was given to. */
    private static final class Lines implements OutputSink {
        private final Map<Integer, List<String>> all = new TreeMap<>();

        @Override
        public synchronized void stream(Cell cell, Stream stream, String text) {
            all.computeIfAbsent(cell.number(), n -> new ArrayList<>()).add(text);
            notifyAll();
        }

        /** Cell [n + 2] started the work that says n. */
        synchronized List<String> wrong() {
            var wrong = new ArrayList<String>();
            all.forEach((cell, texts) -> String.join("", texts).lines().forEach(line -> {
                String expected = cell == CELLS + 2 ? "<11th>" : "<" + (cell - 2) + " ";
                if (!line.startsWith(expected)) {
                    wrong.add("cell " + cell + ": " + line);
                }
            }));
            return wrong;
        }

        /** What cells print after their end is sent a little later; answers how many lines came within a minute. */
        synchronized int await(int expected) {
            long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
            try {
                while (count() < expected && System.nanoTime() < deadline) {
                    wait(1000);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return count();
        }

        private int count() {
            return (int) all.values().stream()
                    .flatMap(texts -> String.join("", texts).lines())
                    .count();
        }
    }
}
