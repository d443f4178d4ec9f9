package io.trawl.kernel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.kernel.api.Bundle;
import io.trawl.matrix.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How values become outputs, with an extension found on the user's class path. */
@Row({"D1", "D2"})
class RenderingTest {

    private static Notebook notebook;

    @BeforeAll
    static void start(@TempDir Path services) throws IOException {
        Path file = services.resolve("META-INF/services/io.trawl.kernel.api.KernelExtension");
        Files.createDirectories(file.getParent());
        Files.writeString(file, SampleExtension.class.getName());
        Path classes = Path.of(RenderingTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
        notebook = new Notebook(EngineOptions.defaults().classPath(List.of(classes, services)));
    }

    @AfterAll
    static void stop() {
        notebook.close();
    }

    @Test
    void containersAreShownAsTextAndCut() {
        assertThat(notebook.value("new int[] {1, 2}")).isEqualTo("[1, 2]");
        assertThat(notebook.value("new int[][] {{1}, {}}")).isEqualTo("[[1], []]");
        assertThat(notebook.value("Arrays.asList(1, null, List.of())")).isEqualTo("[1, null, []]");
        assertThat(notebook.value("Map.of(\"k\", new int[] {1})")).isEqualTo("{k=[1]}");
        assertThat(notebook.value("Optional.of(List.of(1))")).isEqualTo("Optional[[1]]");
        assertThat(notebook.value("Optional.empty()")).isEqualTo("Optional.empty");
        assertThat(notebook.value("IntStream.range(0, 1_000_000).boxed().toList()"))
                .startsWith("[0, 1, 2")
                .endsWith("… 999,900 more]");
        assertThat(notebook.value("var loop = new ArrayList<Object>(); loop.add(loop); loop"))
                .isEqualTo("[(this again)]");
        assertThat(notebook.value("\"x\".repeat(200_000)"))
                .hasSizeLessThan(110_000)
                .endsWith("100,000 more characters");
    }

    @Test
    void aToStringThatThrowsIsToldAndTheCellIsFine() {
        assertThat(notebook.value("new Object() { public String toString() { throw new IllegalStateException(); } }"))
                .contains("its toString() threw java.lang.IllegalStateException");
    }

    @Test
    void anImageIsShownAsPng() {
        notebook.value("new java.awt.image.BufferedImage(3, 2, java.awt.image.BufferedImage.TYPE_INT_RGB)");

        Bundle bundle = notebook.last.bundles.get(0);
        assertThat(bundle.text()).isEqualTo("BufferedImage 3 × 2");
        assertThat((String) bundle.data().get("image/png")).startsWith("iVBOR");
    }

    @Test
    void anExtensionAddsImportsAndRenderers() {
        assertThat(notebook.value("new Badge(\"hi\")")).isEqualTo("badge hi");
        assertThat(notebook.last.shown).containsExactly("result:badge hi");
        assertThat(notebook.last.bundles.get(0).data()).containsEntry("text/html", "<b>hi</b>");
    }

    @Test
    void theNearestSuperclassWinsThenTheInterfaceAddedLast() {
        assertThat(notebook.value("new Badge(\"sub\") {}")).isEqualTo("badge sub");
        assertThat(notebook.value("new Both()")).isEqualTo("second");
    }

    @Test
    void aRendererThatFailsGivesWayToToString() {
        assertThat(notebook.value("new Broken()")).isEqualTo("a broken thing");
    }

    @Test
    void aLiveValueIsADisplayThatIsUpdatedAndAwaitedWhereNobodyWatches() {
        String cell = """
                import java.util.concurrent.locks.LockSupport;
                new Later(CompletableFuture.supplyAsync(() -> { LockSupport.parkNanos(50_000_000); return "now"; }))
                """;

        notebook.run(ExecuteRequest.of(cell).unattended());

        assertThat(notebook.last.shown).containsExactly("display:pending", "update:now");
    }

    @Test
    void theWaitEndsAtItsLimitInWords() {
        try (var impatient = new Notebook(
                EngineOptions.defaults().withoutExtensions().awaitLimit(java.time.Duration.ofMillis(50)))) {
            impatient.run(ExecuteRequest.of(
                            "io.trawl.kernel.api.Kernel.current().cell().get().display(io.trawl.kernel.api.Bundle.text(\"x\"))"
                                    + ".liveUntil(new CompletableFuture<String>());")
                    .unattended());

            assertThat(impatient.last.shown).hasSize(2).element(1).asString().startsWith("stderr:PARTIAL");
        }
    }

    @Test
    void anInterruptEndsTheWait() {
        var sink = new RecordingSink();
        var request = ExecuteRequest.of(
                        "io.trawl.kernel.api.Kernel.current().cell().get().display(io.trawl.kernel.api.Bundle.text(\"x\"))"
                                + ".liveUntil(new CompletableFuture<String>());")
                .unattended();
        var result = CompletableFuture.supplyAsync(() -> notebook.engine.execute(request, sink));

        sink.first.join();
        notebook.engine.interrupt();

        assertThat(result.join().error().orElseThrow().name()).isEqualTo(ErrorReport.INTERRUPTED);
    }

    @Test
    void aCallThatAnswersTheStreamItPrintedToHasNoFurtherValue() {
        notebook.run("System.out.printf(\"%d%n\", 42)");

        assertThat(notebook.last.shown).containsExactly("stdout:42\n");
        assertThat(notebook.last.bundles).isEmpty();
    }

    @Test
    void aThreadOfTheCellMayDisplayAndUpdateLater() {
        notebook.run("""
                var shown = display(List.of(1));
                var worker = new Thread(() -> { shown.update(Map.of("k", 2)); display("from a thread"); });
                worker.start();
                worker.join();
                """);

        assertThat(notebook.last.shown).containsExactly("display:[1]", "update:{k=2}", "display:from a thread");
    }

    @Test
    void aToStringThatNeverEndsIsInterruptedLikeAnyCode() {
        var sink = new RecordingSink();
        var result = CompletableFuture.supplyAsync(() -> notebook.engine.execute(
                ExecuteRequest.of("System.out.println(\"go\"); System.out.flush();\n"
                        + "new Object() { public String toString() { while (true) {} } }"),
                sink));
        sink.first.join();
        notebook.engine.interrupt();

        assertThat(result.join().error().orElseThrow().name()).isEqualTo(ErrorReport.INTERRUPTED);
        assertThat(notebook.value("40 + 2")).isEqualTo("42");
    }

    @Test
    void anUnattendedCellWaitsForItsFutures() {
        notebook.run(ExecuteRequest.of("""
                        import java.util.concurrent.locks.LockSupport;
                        CompletableFuture.supplyAsync(() -> { LockSupport.parkNanos(20_000_000); return List.of(1, 2); })
                        """).unattended());

        assertThat(notebook.last.shown).hasSize(2).first().isEqualTo("display:pending…");
        assertThat(notebook.last.shown.get(1)).startsWith("update:→ [1, 2] (");
    }
}
