package io.trawl.notebook.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trawl.kernel.engine.EngineOptions;
import io.trawl.matrix.Row;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Row("E1")
class NotebookRunTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    /** Cells of a made-up notebook, each with its tags; as written to a file and read again. */
    private JsonNode run(String json) throws IOException {
        Notebook notebook = Notebook.parse(json);
        var terminal = new Terminal(new PrintStream(new ByteArrayOutputStream()), 0, true, InstantSource.system());
        tally = new NotebookRun(notebook, EngineOptions.defaults(), terminal, false, false).execute();
        Path file = folder.resolve("executed.ipynb");
        notebook.write(file);
        return JSON.readTree(Files.readString(file));
    }

    private NotebookRun.Tally tally = new NotebookRun.Tally(0, 0, 0, false);

    private static String notebook(List<String> cells) {
        return "{\"cells\": [" + String.join(",", cells)
                + "], \"metadata\": {\"kept\": {\"as\": \"it was\"}}, \"nbformat\": 4, \"nbformat_minor\": 5}";
    }

    private static String code(String id, String source, String... tags) throws IOException {
        return "{\"cell_type\": \"code\", \"id\": \"%s\", \"metadata\": {\"tags\": %s}, \"execution_count\": 7, \"source\": %s, \"outputs\": [{\"output_type\": \"stream\", \"name\": \"stdout\", \"text\": \"old\"}]}"
                .formatted(id, JSON.writeValueAsString(tags), JSON.writeValueAsString(source));
    }

    @Test
    void outputs_are_in_order_streams_merged_and_old_ones_gone() throws IOException {
        JsonNode outputs = run(notebook(List.of(code(
                        "a",
                        "System.out.print(\"a\"); System.out.println(\"b\"); System.err.println(\"c\");\n"
                                + "System.out.println(\"d\\ne\"); 1 + 1"))))
                .at("/cells/0/outputs");

        assertThat(outputs).hasSize(4);
        assertThat(outputs.at("/0/text")).extracting(JsonNode::asText).containsExactly("ab\n");
        assertThat(outputs.at("/1/name").asText()).isEqualTo("stderr");
        assertThat(outputs.at("/2/text")).extracting(JsonNode::asText).containsExactly("d\n", "e\n");
        assertThat(outputs.at("/3/output_type").asText()).isEqualTo("execute_result");
        assertThat(outputs.at("/3/execution_count").asInt()).isEqualTo(1);
        assertThat(outputs.at("/3").has("transient")).isFalse();
    }

    @Test
    void ids_metadata_and_prose_are_kept() throws IOException {
        String prose =
                "{\"cell_type\": \"markdown\", \"id\": \"p\", \"metadata\": {}, \"source\": [\"# T\\n\", \"x\"]}";

        JsonNode executed = run(notebook(List.of(prose, code("a", "1", "row:X1"))));

        assertThat(executed.at("/cells/0/source")).extracting(JsonNode::asText).containsExactly("# T\n", "x");
        assertThat(executed.at("/cells/1/id").asText()).isEqualTo("a");
        assertThat(executed.at("/cells/1/metadata/tags/0").asText()).isEqualTo("row:X1");
        assertThat(executed.at("/metadata/kept/as").asText()).isEqualTo("it was");
    }

    @Test
    void a_display_is_replaced_in_its_cell_also_from_a_later_one() throws IOException {
        JsonNode executed = run(notebook(List.of(
                code(
                        "a",
                        "import io.trawl.kernel.api.*;\n"
                                + "var shown = Kernel.current().cell().orElseThrow().display(Bundle.text(\"first\"));"),
                code("b", "shown.update(Bundle.text(\"second\").html(\"<b>second</b>\"));"))));

        assertThat(executed.at("/cells/0/outputs")).hasSize(1);
        assertThat(executed.at("/cells/0/outputs/0/output_type").asText()).isEqualTo("display_data");
        assertThat(executed.at("/cells/0/outputs/0/data/text~1html/0").asText()).isEqualTo("<b>second</b>");
        assertThat(executed.at("/cells/1/outputs")).isEmpty();
    }

    @Test
    void a_cleared_output_is_gone() throws IOException {
        JsonNode outputs = run(notebook(List.of(code(
                        "a",
                        "System.out.println(\"gone\"); io.trawl.kernel.api.Kernel.current().cell().orElseThrow().clearOutput(true);"
                                + " System.out.println(\"stays\");"))))
                .at("/cells/0/outputs");

        assertThat(outputs).hasSize(1);
        assertThat(outputs.at("/0/text/0").asText()).isEqualTo("stays\n");
    }

    @Test
    void a_cell_tagged_so_may_fail() throws IOException {
        JsonNode executed = run(notebook(List.of(
                code("a", "throw new RuntimeException(\"meant\");", "raises-exception"),
                code("b", "2"),
                code("c", "  "))));

        assertThat(tally.ok()).isTrue();
        assertThat(executed.at("/cells/0/outputs/0/evalue").asText()).isEqualTo("meant");
        assertThat(executed.at("/cells/1/execution_count").asInt()).isEqualTo(2);
        assertThat(executed.at("/cells/2/execution_count").isNull()).isTrue();
    }

    @Test
    void nobody_can_be_asked() throws IOException {
        JsonNode executed = run(notebook(List.of(code("a", "System.in.read()"))));

        assertThat(tally.ok()).isFalse();
        assertThat(executed.at("/cells/0/outputs/0/output_type").asText()).isEqualTo("error");
    }
}
