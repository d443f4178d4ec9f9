package io.trawl.notebook.run;

import static io.trawl.notebook.run.Commands.trawl;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trawl.install.TestDistribution;
import io.trawl.matrix.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every notebook of the repository, cell by cell, as {@code trawl run} does it. */
@Tag("notebooks")
class NotebooksTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path out;

    /** For the notebook that runs the command: what TRAWL_COMMAND names, as the build sets it, on the classes under test. */
    @BeforeAll
    static void theCommandUnderTest(@TempDir Path folder) throws IOException {
        TestDistribution.make(folder);
        Path command = Path.of(System.getenv("TRAWL_COMMAND"));
        Files.writeString(command, """
                #!/bin/sh
                exec '%s' '-Dtrawl.home=%s' '-Dtrawl.user.classpath=%s/lib/user/*' -jar '%s/lib/kernel/trawl-runner.jar' "$@"
                """.formatted(
                        Path.of(System.getProperty("java.home"), "bin", "java"), folder, folder, folder));
        assertThat(command.toFile().setExecutable(true)).isTrue();
    }

    static List<Path> notebooks() throws IOException {
        try (var files = Files.list(Path.of(System.getProperty("trawl.root"), "notebooks"))) {
            return files.filter(f -> f.toString().endsWith(".ipynb")).sorted().toList();
        }
    }

    @Row("E1")
    @Timeout(600)
    @ParameterizedTest
    @MethodSource("notebooks")
    void a_notebook_is_committed_without_outputs_and_comes_through(Path notebook) throws IOException {
        for (JsonNode cell : JSON.readTree(notebook.toFile()).path("cells")) {
            assertThat(cell.path("outputs")).isEmpty();
        }

        var ran = trawl("run", notebook, "--output", out);

        assertThat(ran.code()).as(ran.output()).isZero();
        String name = notebook.getFileName().toString().replace(".ipynb", "");
        JsonNode executed = JSON.readTree(out.resolve(name + ".executed.ipynb").toFile());
        assertThat(executed.toString()).contains("text/html").doesNotContain("\"transient\"", "\"error\"");
        assertThat(out.resolve(name + ".html")).isNotEmptyFile();
    }
}
