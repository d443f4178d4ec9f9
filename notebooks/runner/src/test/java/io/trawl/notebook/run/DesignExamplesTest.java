package io.trawl.notebook.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.kernel.api.Bundle;
import io.trawl.kernel.api.Cell;
import io.trawl.kernel.engine.Engine;
import io.trawl.kernel.engine.EngineOptions;
import io.trawl.kernel.engine.ErrorReport;
import io.trawl.kernel.engine.ExecuteRequest;
import io.trawl.kernel.engine.OutputSink;
import io.trawl.matrix.Row;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples of the design, each as a cell on the kernel's engine, their hosts mapped to a mock site. */
@Row({"D1", "D2"})
class DesignExamplesTest {
    private static final String SETUP = """
            var site = MockSite.start();
            use(site.session());
            var urls = List.of("https://a.example/guide/", "https://b.example/guide/limits/", "https://a.example/catalogue-2019");
            """;

    private static Engine engine;

    @BeforeAll
    static void start() {
        engine = Engine.start(EngineOptions.defaults().classPath(UserSide.classPath()));
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    static Stream<Path> examples() throws IOException, URISyntaxException {
        Path folder = Path.of(DesignExamplesTest.class.getResource("/design").toURI());
        try (var files = Files.list(folder)) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void runsAsItStands(Path example) throws IOException {
        String code = Files.readString(example);
        execute(SETUP + (code.contains("MockSite") ? "use(session(c -> c));" : ""));
        var shown = execute(code);
        execute("for (var j : jobs()) j.cancel();\nsite.close();");
        assertThat(shown.isEmpty()).as("shows nothing").isEqualTo(code.contains("use(polite)"));
        assertThat(shown)
                .allSatisfy(bundle ->
                        assertThat(bundle.data()).containsKey(Bundle.TEXT).doesNotContainKey("application/json"));
    }

    private static List<Bundle> execute(String code) {
        var sink = new Recording();
        var result = engine.execute(ExecuteRequest.of(code), sink);
        assertThat(result.error().map(ErrorReport::toString)).as(code).isEmpty();
        return sink.shown;
    }

    /** Keeps what a cell shows first, or prints. */
    private static final class Recording implements OutputSink {
        final List<Bundle> shown = new ArrayList<>();

        @Override
        public synchronized void stream(Cell cell, Stream stream, String text) {
            shown.add(Bundle.text(text));
        }

        @Override
        public synchronized void display(Cell cell, Bundle bundle, String displayId) {
            shown.add(bundle);
        }

        @Override
        public synchronized void result(Cell cell, Bundle bundle) {
            shown.add(bundle);
        }
    }
}
