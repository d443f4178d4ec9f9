package io.trawl.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.Job;
import io.trawl.ScrapeException;
import io.trawl.Trawl;
import io.trawl.kernel.api.Bundle;
import io.trawl.kernel.api.Cell;
import io.trawl.kernel.api.Comms;
import io.trawl.kernel.api.Display;
import io.trawl.kernel.api.Kernel;
import io.trawl.kernel.api.Renderer;
import io.trawl.kernel.api.Renderers;
import io.trawl.kernel.api.Rows;
import io.trawl.kernel.testing.Rendering;
import io.trawl.matrix.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class TrawlExtensionTest {
    private final Map<Class<?>, Renderer<?>> renderers = new LinkedHashMap<>();
    private final List<String> imports = new ArrayList<>();

    TrawlExtensionTest() {
        new TrawlExtension().install(new FakeKernel());
    }

    @Test
    @Row("D2")
    void showingAPlanDoesNotStartIt() throws Exception {
        var plan = Trawl.scrape("https://books.example/");

        assertThat(render(io.trawl.Viewable.class, plan, new FakeDisplay()).text())
                .contains("not started");
        assertThat(Trawl.jobs().toString()).doesNotContain("books.example");
    }

    @Test
    void jobsComeLastSoThatTheyWinOverEverythingElseTheyAre() {
        assertThat(List.copyOf(renderers.keySet())).endsWith(Job.class);
    }

    @Test
    void everyImportNamesSomethingThatIsThere() throws Exception {
        for (String line : imports) {
            String name = line.replaceFirst("import (static )?", "");
            if (!name.equals("io.trawl.*")) {
                assertThat(Class.forName(name.replaceFirst("\\.\\*$", ""))).isNotNull();
            }
        }
    }

    @Test
    @Row("D3")
    void aTablesawTableKeepsItsNameAndItsMissingCellsAreEmpty() throws Exception {
        var words = IntColumn.create("words", 2);
        words.set(0, 7);
        Table table = Table.create("pages", StringColumn.create("title", "Guide", "Limits"), words);

        assertThat(render(Table.class, table, new FakeDisplay()).text()).isEqualTo("""
                pages, 2 rows × 2 columns
                title  │ words
                Guide  │     7
                Limits │""");
    }

    /** With the kernel's own drawing below: a list of what the DSL makes is drawn by its renderers. */
    @Test
    @Row({"D2", "D3"})
    void plansAndFailuresInsideCollectionsDrawThemselves() {
        var failure = new ScrapeException(
                Failure.of(ErrorKind.DNS, "https://no.example/", "no.example does not resolve", ""));
        var shown = Rendering.of(
                List.of(Trawl.scrape("https://books.example/"), Trawl.scrape("https://more.example/")),
                new TrawlExtension());

        assertThat(shown.text())
                .contains("books.example")
                .contains("more.example")
                .contains("not started");
        assertThat(shown.problems()).isEmpty();
        assertThat(Rendering.of(CompletableFuture.failedFuture(failure), new TrawlExtension())
                        .text())
                .startsWith("failed")
                .contains("DNS  https://no.example/");
        assertThat(Rendering.of(Map.of("plan", Trawl.scrape("https://books.example/")), new TrawlExtension())
                        .html())
                .contains("not started");
    }

    @SuppressWarnings("unchecked")
    private <T> Bundle render(Class<T> type, T value, Display display) throws Exception {
        return ((Renderer<? super T>) renderers.get(type)).render(value, display);
    }

    private final class FakeKernel implements Kernel, Renderers {
        @Override
        public Renderers renderers() {
            return this;
        }

        @Override
        public void imports(String... lines) {
            imports.addAll(List.of(lines));
        }

        @Override
        public Optional<Cell> cell() {
            return Optional.empty();
        }

        @Override
        public Comms comms() {
            throw new UnsupportedOperationException("not used here");
        }

        @Override
        public void callback(@Nullable Cell cell, Runnable task) {
            task.run();
        }

        @Override
        public void beforeCell(Consumer<Cell> hook) {}

        @Override
        public void beforeReply(Runnable hook) {}

        @Override
        public <T> Registration rows(Class<T> type, Function<? super T, ? extends Rows> rows) {
            return () -> {};
        }

        @Override
        public Optional<Rows> rows(@Nullable Object value) {
            return Optional.empty();
        }

        @Override
        public <T> Registration add(Class<T> type, Renderer<? super T> renderer) {
            renderers.put(type, renderer);
            return () -> renderers.remove(type);
        }

        @Override
        public Bundle render(Object value, Display display) {
            throw new UnsupportedOperationException();
        }
    }
}
