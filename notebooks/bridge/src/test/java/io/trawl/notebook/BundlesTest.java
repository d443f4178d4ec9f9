package io.trawl.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.JobState;
import io.trawl.View;
import io.trawl.kernel.api.Bundle;
import io.trawl.matrix.Row;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

@Row("D3")
class BundlesTest {

    @Test
    void everyPictureHasTextAndHtmlAndNoJsonThatWouldHideThem() {
        Samples.all().forEach((name, view) -> {
            var data = Bundles.of(view).data();
            assertThat(data).as(name).containsKeys(Bundle.TEXT, Bundle.HTML).doesNotContainKey("application/json");
            assertThat(Bundles.of(view).text()).as(name).isNotBlank().doesNotContain("<div", "<table", "\u001B");
        });
    }

    @Test
    void onlyTablesHaveMarkdown() {
        Samples.all()
                .forEach((name, view) -> assertThat(Bundles.of(view).data().containsKey(Bundle.MARKDOWN))
                        .as(name)
                        .isEqualTo(view instanceof View.Grid));
    }

    @Test
    void markdownIsATableInWhichNothingOfACellActs() {
        var grid = new View.Grid(
                "",
                List.of("title", "n"),
                List.of(
                        Arrays.asList("a | b *c* <b> &amp;\n`d` [e](javascript:f) \0\u202E", 1),
                        Arrays.asList(View.Note.of("nested", "hidden"), null)),
                7,
                List.of());

        assertThat(Bundles.of(grid).data().get(Bundle.MARKDOWN)).isEqualTo("""
                        | title | n |
                        | --- | ---: |
                        | a \\| b \\*c\\* &lt;b&gt; &amp;amp; \\`d\\` \\[e\\](javascript:f) \uFFFD\uFFFD | 1 |
                        | nested … |  |

                        showing 2 of 7 rows
                        """);
    }

    /** Prints the sizes that the module's README tells. */
    @Test
    void framesAreSmall() {
        int running = bytes(Samples.panel(JobState.RUNNING));
        int saved = bytes(Samples.panel(JobState.DONE));
        System.out.println("bytes: running panel " + running + ", saved panel with 20 rows " + saved);

        assertThat(running).isLessThan(8 * 1024);
        assertThat(saved).isLessThan(32 * 1024);
    }

    private static int bytes(View view) {
        return Bundles.of(view).data().values().stream()
                .mapToInt(v -> v.toString().getBytes(StandardCharsets.UTF_8).length)
                .sum();
    }
}
