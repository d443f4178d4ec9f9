package io.trawl.notebook.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trawl.kernel.api.Bundle;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;

class HtmlPageTest {

    private static final String HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\u001B[31m";

    @Test
    void nothing_in_prose_code_or_text_becomes_an_element() {
        Notebook notebook = Notebook.empty();
        notebook.add("markdown", "# " + HOSTILE + "\n\n[a](javascript:alert(3)) `" + HOSTILE + "`");
        notebook.add("code", HOSTILE);
        notebook.add("raw", HOSTILE);
        var outputs = notebook.cells().get(1).outputs();
        outputs.addObject().put("output_type", "stream").put("name", "stdout").put("text", HOSTILE);
        outputs.addObject().put("output_type", "error").putArray("traceback").add(HOSTILE);
        ObjectNode result =
                outputs.addObject().put("output_type", "execute_result").put("execution_count", 1);
        result.putObject("data").put(Bundle.TEXT, HOSTILE);

        var page = Jsoup.parse(HtmlPage.of(notebook, HOSTILE));

        assertThat(page.select("script, img, [onerror], a[href^=javascript]")).isEmpty();
        assertThat(page.select("section.cell pre"))
                .hasSize(4)
                .extracting(Element::text)
                .allMatch(t -> t.startsWith("<script>alert(1)</script><img"));
        assertThat(page.title()).startsWith("<script>");
    }

    @Test
    void an_output_shows_its_richest_form_and_the_policy_lets_none_run() {
        Notebook notebook = Notebook.empty();
        notebook.add("code", "x");
        ObjectNode both = notebook.cells().get(0).outputs().addObject().put("output_type", "display_data");
        both.putObject("data").put(Bundle.TEXT, "plain").put(Bundle.HTML, "<table><tr><td>rich</td></tr></table>");
        ObjectNode picture = notebook.cells().get(0).outputs().addObject().put("output_type", "display_data");
        picture.putObject("data").put(Bundle.TEXT, "a \"plot\"").put("image/png", "AAAA\nBBBB");

        var page = Jsoup.parse(HtmlPage.of(notebook, "n"));

        assertThat(page.select("td").text()).isEqualTo("rich");
        assertThat(page.text()).doesNotContain("plain");
        assertThat(page.select("img").attr("src")).isEqualTo("data:image/png;base64,AAAABBBB");
        assertThat(page.select("img").attr("alt")).isEqualTo("a \"plot\"");
        assertThat(page.select("meta[http-equiv=Content-Security-Policy]").attr("content"))
                .contains("default-src 'none'")
                .doesNotContain("script-src");
    }
}
