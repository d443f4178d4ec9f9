package io.trawl.notebook.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trawl.matrix.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A notebook or script from a shell: what is written, and what the exit code says. */
@Row("E1")
class RunCommandTest {
    private static final String NOTEBOOK = """
            {"cells": [
              {"cell_type": "markdown", "id": "why", "metadata": {}, "source": ["# A <script>alert(1)</script> title"]},
              {"cell_type": "code", "id": "one", "metadata": {}, "execution_count": null, "outputs": [], "source": ["int x = 20;"]},
              {"cell_type": "code", "id": "two", "metadata": {}, "execution_count": null, "outputs": [], "source": ["%s"]},
              {"cell_type": "code", "id": "three", "metadata": {}, "execution_count": null, "outputs": [], "source": ["x + 22"]}],
             "metadata": {"kernelspec": {"display_name": "Java (Trawl)", "language": "java", "name": "trawl"}},
             "nbformat": 4, "nbformat_minor": 5}
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void userSide() {
        System.setProperty("trawl.user.classpath", UserSide.classPath());
    }

    @AfterEach
    void clear() {
        System.clearProperty("trawl.user.classpath");
    }

    private int run(String file, String content) throws IOException {
        Path path = Files.writeString(folder.resolve(file), content);
        return Main.run(
                "run", path.toString(), "--output", folder.resolve("out").toString());
    }

    private JsonNode executed(String name) throws IOException {
        return new ObjectMapper()
                .readTree(
                        folder.resolve("out").resolve(name + ".executed.ipynb").toFile());
    }

    @Test
    void anExecutedNotebookKeepsItsCellsAndHasTheirOutputs() throws IOException {
        assertThat(run("good.ipynb", NOTEBOOK.formatted("System.out.println(x);")))
                .isZero();
        var cells = executed("good").path("cells");
        assertThat(cells.path(3).path("id").asText()).isEqualTo("three");
        assertThat(cells.path(3).path("execution_count").asInt()).isEqualTo(3);
        var output = cells.path(3).path("outputs").path(0);
        assertThat(output.path("output_type").asText()).isEqualTo("execute_result");
        assertThat(output.path("data").path("text/plain").toString()).contains("42");
        assertThat(output.has("transient")).isFalse();
        assertThat(cells.path(2).path("outputs").path(0).path("name").asText()).isEqualTo("stdout");
    }

    @Test
    void thePageShowsHostileProseAsText() throws IOException {
        assertThat(run("good.ipynb", NOTEBOOK.formatted(""))).isZero();
        assertThat(Files.readString(folder.resolve("out/good.html")))
                .contains("42")
                .doesNotContain("<script>alert");
    }

    @Test
    void aCellThatFailsEndsTheRunAndTheExitCodeSaysSo() throws IOException {
        assertThat(run("bad.ipynb", NOTEBOOK.formatted("throw new IllegalStateException();")))
                .isEqualTo(1);
        var cells = executed("bad").path("cells");
        assertThat(cells.path(2).path("outputs").path(0).path("ename").asText()).contains("IllegalStateException");
        assertThat(cells.path(3).path("execution_count").isNull()).isTrue();
    }

    @Test
    void aJobThatIsShownIsAwaited() throws IOException {
        assertThat(run("job.jsh", """
                        var site = MockSite.start(s -> s.pages(8, i -> "<h1>" + i + "</h1>").delay(millis(100)));
                        batch(site.urls()).maxConcurrency(2).start()
                        """)).isZero();
        assertThat(Files.readString(folder.resolve("out/job.executed.ipynb"))).contains("DONE", "8 ok");
    }

    @Test
    void aFileThatIsNotThereIsAUsageError() {
        assertThat(Main.run("run", folder.resolve("none.ipynb").toString())).isNotZero();
        assertThat(Main.run("run")).isEqualTo(2);
    }
}
