package io.trawl.notebook.run;

import static io.trawl.notebook.run.Commands.trawl;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trawl.matrix.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Row("E1")
class RunCommandTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private Path out;

    @BeforeEach
    void aFolderWithASpace() throws IOException {
        folder = Files.createDirectory(folder.resolve("with space"));
        out = folder.resolve("out");
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private JsonNode executed(String name) throws IOException {
        return JSON.readTree(out.resolve(name + ".executed.ipynb").toFile());
    }

    @Test
    void a_script_that_comes_through_leaves_a_notebook_and_a_page() throws IOException {
        var ran = trawl("run", file("sum.jsh", "int x = 20;\nSystem.out.println(\"x \" + x);\nx + 22\n"), "-o", out);

        assertThat(ran.code()).isZero();
        assertThat(ran.output()).contains("[1/1] int x = 20;", "    x 20", "    42", "done: 1 cell in ");
        JsonNode outputs = executed("sum").at("/cells/0/outputs");
        assertThat(outputs.at("/0/text/0").asText()).isEqualTo("x 20\n");
        assertThat(outputs.at("/1/data/text~1plain/0").asText()).isEqualTo("42");
        assertThat(executed("sum").at("/metadata/language_info/name").asText()).isEqualTo("java");
        assertThat(out.resolve("sum.html")).content().contains("<pre>42</pre>");
    }

    @Test
    void a_cell_that_fails_ends_the_run_with_1_and_what_was_done_is_written() throws IOException {
        var ran = trawl(
                "run", file("bad.jsh", "1\n// %%\nthrow new IllegalStateException(\"boom\");\n// %%\n3"), "-o", out);

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.output()).contains("IllegalStateException: boom", "failed: 2 of 3 cells, 1 failed");
        assertThat(executed("bad").at("/cells/1/outputs/0/ename").asText()).endsWith("IllegalStateException");
        assertThat(executed("bad").at("/cells/2/execution_count").isNull()).isTrue();
        assertThat(out.resolve("bad.html")).content().contains("class=\"error\"");
    }

    @Test
    void with_allow_errors_the_rest_runs_and_the_exit_code_still_tells() throws IOException {
        var ran = trawl("run", "--allow-errors", file("bad.jsh", "int y = ;\n// %%\n3"), "-o", out);

        assertThat(ran.code()).isEqualTo(1);
        assertThat(executed("bad").at("/cells/1/outputs/0/data/text~1plain/0").asText())
                .isEqualTo("3");
    }

    @Test
    void wrong_usage_is_2_and_says_what_is_wrong() throws IOException {
        assertThat(trawl("run").code()).isEqualTo(2);
        assertThat(trawl("run", folder.resolve("none.ipynb")))
                .satisfies(ran -> assertThat(ran.code()).isEqualTo(2))
                .satisfies(ran -> assertThat(ran.output()).contains("no such file"));
        assertThat(trawl("run", file("a.txt", "")).output()).contains("neither a notebook");
        assertThat(trawl("run", file("a.ipynb", "{")))
                .satisfies(ran -> assertThat(ran.code()).isEqualTo(2))
                .satisfies(ran -> assertThat(ran.output()).contains("not a notebook"));
        assertThat(trawl("run", file("b.ipynb", "{\"nbformat\": 3}")).output()).contains("format 4");
        assertThat(trawl("run", file("c.jsh", "/open x")).output()).contains("/exit only");
    }

    @Test
    void the_output_may_name_the_notebook_and_the_page_may_be_left_out() throws IOException {
        Path named = folder.resolve("deep/er/result.ipynb");

        assertThat(trawl("run", file("a.jsh", "1"), "-o", named, "--no-html").code())
                .isZero();
        assertThat(named).exists();
        assertThat(named.resolveSibling("result.html")).doesNotExist();
    }

    @Test
    void a_java_file_runs_its_main() throws IOException {
        Path file = file("Hello.java", """
                package demo;

                import java.util.List;

                public class Hello {
                    record Name(String first) {}

                    public static void main(String[] args) {
                        System.out.println("hello " + List.of(new Name("Ada")) + args.length);
                    }
                }
                """);

        var ran = trawl("run", file, "-o", out);

        assertThat(ran.output()).contains("hello [Name[first=Ada]]0");
        assertThat(ran.code()).isZero();
    }

    @Test
    void jobs_that_a_script_only_started_are_awaited() throws IOException {
        Path file = file("jobs.jsh", """
                var site = MockSite.start(s -> s.pages(3, i -> "<h1>" + i + "</h1>").delay(millis(300)));
                var job = batch(site.urls()).start();
                job.onEvent(e -> { if (e instanceof JobEvent.StateChanged s) System.out.println("now " + s.state()); });
                """);

        var ran = trawl("run", file, "-o", out);

        assertThat(ran.output()).contains("now DONE");
        assertThat(ran.code()).isZero();
    }

    @Test
    void a_job_that_is_shown_is_awaited_and_its_last_frame_kept() throws IOException {
        Path file = file("job.jsh", """
                var site = MockSite.start(s -> s.pages(8, i -> "<h1>" + i + "</h1>").delay(millis(100)));
                batch(site.urls()).maxConcurrency(2).start()
                """);

        assertThat(trawl("run", file, "-o", out).code()).isZero();
        assertThat(executed("job").at("/cells/0/outputs").toString()).contains("DONE", "8 ok");
    }

    @Test
    @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void asked_to_end_it_stops_the_cell_writes_what_there_is_and_says_130() throws IOException, InterruptedException {
        Path script =
                file("long.jsh", "1\n// %%\nSystem.out.println(\"under way\");\nThread.sleep(100_000);\n// %%\n3");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "run",
                        script.toString(),
                        "-o",
                        out.toString())
                .redirectErrorStream(true)
                .start();

        try (var lines = process.inputReader()) {
            assertThat(lines.lines().anyMatch(line -> line.contains("under way")))
                    .isTrue();
            // The process's own destroy() would close what is read here.
            process.toHandle().destroy();
            assertThat(lines.lines()).anyMatch(line -> line.startsWith("interrupted: 2 of 3 cells"));
        }
        assertThat(process.waitFor()).isEqualTo(130);
        assertThat(executed("long").at("/cells/0/outputs/0/data/text~1plain/0").asText())
                .isEqualTo("1");
    }
}
