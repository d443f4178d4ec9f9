package io.trawl.notebook.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.kernel.api.Cell;
import io.trawl.kernel.engine.Engine;
import io.trawl.kernel.engine.EngineOptions;
import io.trawl.kernel.engine.ErrorReport;
import io.trawl.kernel.engine.ExecuteRequest;
import io.trawl.kernel.engine.OutputSink;
import io.trawl.matrix.Row;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a job's functions print belongs to the cell that started the job, whichever cell runs when they do. */
@Row({"D1", "D2"})
class JobOutputTest {

    /** Each prints a line that begins with N. */
    private static final Map<String, String> WAYS = Map.of(
            "stage", "batch(site.urls()).map(d -> { System.out.println(\"N stage\"); return 1; })",
            "mapAsync",
                    "batch(site.urls()).mapAsync(2, d -> blocking(() -> { System.out.println(\"N async\"); return 1; }))",
            "sink", "batch(site.urls()).sink(rows -> System.out.println(\"N sink\"))",
            "listener", "batch(site.urls())");

    @Test
    void isOfTheCellThatStartedIt() throws Exception {
        var lines = new Lines();
        try (var engine = Engine.start(EngineOptions.defaults().classPath(UserSide.classPath()))) {
            run(engine, lines, """
                    var site = MockSite.start(s -> s.pages(6, i -> "<h1>Page " + i + "</h1>"));
                    use(session(c -> c));
                    """);
            int cell = 2;
            for (String way : new TreeMap<>(WAYS).values()) {
                run(engine, lines, """
                        var job%1$d = %2$s.start();
                        job%1$d.pause();
                        job%1$d.onProgress(p -> System.out.println("%1$d progress"));
                        job%1$d.onEvent(e -> { if (e instanceof JobEvent.StateChanged s && s.state() == JobState.DONE) System.out.println("%1$d end"); });
                        """.formatted(cell, way.replace("\"N ", "\"" + cell + " ")));
                cell++;
            }
            run(
                    engine,
                    lines,
                    "for (var j : jobs()) j.resume();\nfor (var j : jobs()) { j.await(); System.out.println(\"6 seen\"); }");
            lines.await(WAYS.size());
        }

        lines.text.remove(1);
        assertThat(lines.text)
                .allSatisfy((cell, text) -> assertThat(text.toString()
                                .lines()
                                .map(line -> line.substring(0, line.indexOf(' ')))
                                .collect(Collectors.toSet()))
                        .containsExactly(cell.toString()));
        assertThat(lines.text.keySet()).containsExactly(2, 3, 4, 5, 6);
        assertThat(lines.text.values().toString()).contains("stage", "async", "sink", "progress");
    }

    private static void run(Engine engine, OutputSink sink, String code) {
        var result = engine.execute(ExecuteRequest.of(code), sink);
        assertThat(result.error().map(ErrorReport::plainText)).as(code).isEmpty();
    }

    private static final class Lines implements OutputSink {
        private final Map<Integer, StringBuilder> text = new TreeMap<>();

        @Override
        public synchronized void stream(Cell cell, Stream stream, String printed) {
            text.computeIfAbsent(cell.number(), n -> new StringBuilder()).append(printed);
            notifyAll();
        }

        /** What cells print after their end is sent a little later. */
        synchronized void await(int ends) throws InterruptedException {
            long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
            while (ended() < ends && System.nanoTime() < deadline) {
                wait(1000);
            }
        }

        private long ended() {
            return text.values().stream()
                    .filter(t -> t.indexOf("end") >= 0 && t.indexOf("progress") >= 0)
                    .count();
        }
    }
}
