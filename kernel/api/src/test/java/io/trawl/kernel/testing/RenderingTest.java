package io.trawl.kernel.testing;

import static io.trawl.kernel.api.Show.display;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.trawl.kernel.api.Animation;
import io.trawl.kernel.api.Bundle;
import io.trawl.kernel.api.Kernel;
import io.trawl.kernel.api.KernelExtension;
import io.trawl.kernel.api.Show;
import io.trawl.matrix.Row;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** How a library's author tests what a notebook shows. */
@Row("D1")
class RenderingTest {

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    /** A value of the library. */
    static final class Upload {
        final CompletableFuture<Integer> bytes = new CompletableFuture<>();
    }

    /** Its extension: an upload is drawn live. */
    static final class UploadExtension implements KernelExtension {
        @Override
        public void install(Kernel kernel) {
            kernel.imports("import com.example.upload.*");
            kernel.renderers().add(Upload.class, (upload, display) -> {
                var animation = new Animation(display, () -> Bundle.text(upload.bytes.getNow(0) + " bytes"));
                upload.bytes.thenRun(animation::finished);
                return Bundle.text("starting");
            });
        }
    }

    @Test
    void aLiveValueIsTestedFromItsFirstPictureToItsLast() {
        var upload = new Upload();
        var shown = Rendering.of(upload, new UploadExtension());

        assertThat(shown.first().text()).isEqualTo("starting");
        assertThat(shown.isLive()).isTrue();
        upload.bytes.complete(1204);
        assertThat(shown.last(DEADLINE).text()).isEqualTo("1204 bytes");
        assertThat(shown.problems()).isEmpty();
        assertThat(shown.imports()).containsExactly("import com.example.upload.*");
    }

    @Test
    void theSameValueInAListIsDrawnByItsRendererToo() {
        var upload = new Upload();
        var shown = Rendering.of(List.of(upload, upload), new UploadExtension());

        assertThat(shown.text()).isEqualTo("starting\nstarting");
        upload.bytes.complete(7);
        assertThat(shown.last(DEADLINE).text()).isEqualTo("7 bytes\n7 bytes");
    }

    @Test
    void aRendererThatThrowsFailsTheTest() {
        KernelExtension broken = kernel -> kernel.renderers().add(Upload.class, (upload, display) -> {
            throw new IllegalStateException("no picture");
        });

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> Rendering.of(new Upload(), broken))
                .withMessageContaining("no picture");
    }

    @Test
    void aValueThatStaysLiveEndsTheWaitWithWhatItShows() {
        var shown = Rendering.of(new CompletableFuture<String>());

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> shown.last(Duration.ofMillis(1)))
                .withMessageContaining("pending…");
    }

    @Test
    void whatFrontEndsDropOrRefuseIsAProblem() {
        assertThat(Rendering.of(Show.html("<style>b{}</style><b onclick='x()'>hi</b><svg/>"))
                        .problems())
                .hasSize(3);
        assertThat(Rendering.of(Show.html("<img src='https://a.example/x.png'><a href='javascript:x()'>x</a>"))
                        .problems())
                .hasSize(2);
        assertThat(Rendering.of(Show.json(List.of()).html("<b>x</b>")).problems())
                .containsExactly("JupyterLab shows application/json and hides text/html beside it");
        assertThat(Rendering.of(List.of(1, 2)).problems()).isEmpty();
    }

    @Test
    void whatTheValueDisplaysBesidesIsKept() {
        KernelExtension extension = kernel -> kernel.renderers().add(Upload.class, (upload, mine) -> {
            var beside = display(List.of(1));
            beside.update(Show.markdown("**two**"));
            return Bundle.text("one");
        });
        var shown = Rendering.of(new Upload(), extension);

        assertThat(shown.displays()).extracting(Bundle::text).containsExactly("**two**");
    }
}
