package io.trawl.kernel.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.trawl.matrix.Row;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a cell can show besides its values; each with a text for consoles. */
@Row("D1")
class ShowTest {

    record Point(int x, Double y) {}

    @Test
    void htmlKeepsItsWordsAsText() {
        Bundle bundle = Show.html("<h1>Fish &amp; chips</h1><script>x()</script><p>two\nlines</p>");

        assertThat(bundle.text()).isEqualTo("Fish & chips two lines");
        assertThat(bundle.data().get(Bundle.HTML)).asString().startsWith("<h1>");
        assertThat(Show.html("<hr>").text()).isEqualTo("HTML");
    }

    @Test
    void markdownAndLatexAreReadableAsTheyAre() {
        assertThat(Show.markdown("# Hi").data()).isEqualTo(Map.of(Bundle.TEXT, "# Hi", Bundle.MARKDOWN, "# Hi"));
        assertThat(Show.latex("$x^2$").data()).containsEntry("text/latex", "$x^2$");
    }

    @Test
    void svgIsAnImageSoThatItsScriptsNeverRun() {
        assertThat(Show.svg("<svg onload='x()'/>").data().get(Bundle.HTML))
                .asString()
                .startsWith("<img")
                .doesNotContain("onload");
    }

    @Test
    void jsonIsATreeWithoutHtmlBesideIt() {
        Bundle bundle = Show.json(Map.of("points", List.of(new Point(1, null)), "name", "a\"b"));

        assertThat(bundle.data()).containsOnlyKeys(Bundle.TEXT, "application/json");
        assertThat(bundle.metadata()).isEqualTo(Map.of("application/json", Map.of("expanded", false)));
        assertThat(bundle.text())
                .contains("\"name\": \"a\\\"b\"")
                .contains("\"x\": 1")
                .contains("\"y\": null");
        assertThat(Show.json(new Object[] {}).text()).isEqualTo("[]");
        assertThat(Show.json("text").data()).containsOnlyKeys(Bundle.TEXT);
    }

    @Test
    void whatJsonCannotSayIsRefusedWithWhatToWrite() {
        var loop = new ArrayList<Object>();
        loop.add(loop);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Show.json(loop))
                .withMessageContaining("does it contain itself?");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Show.json(Arrays.asList(1, Double.NaN)))
                .withMessageContaining("use null or a text");
    }

    @Test
    void picturesComeFromBytesAndFiles(@TempDir Path dir) throws IOException {
        Path png = dir.resolve("dot.png");
        ImageIO.write(new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB), "png", png.toFile());
        Path svg = Files.writeString(dir.resolve("dot.svg"), "<svg/>");

        assertThat(Show.image(png).data()).containsKey(Bundle.PNG);
        assertThat(Show.image(svg).data()).containsKey(Bundle.HTML);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Show.image(new byte[] {1, 2, 3}))
                .withMessageContaining("no PNG, JPEG, GIF or WebP");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Show.image(dir.resolve("none.png")))
                .withMessageContaining("none.png");
    }
}
