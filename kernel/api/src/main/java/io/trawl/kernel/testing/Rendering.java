package io.trawl.kernel.testing;

import io.trawl.kernel.api.Bundle;
import io.trawl.kernel.api.Frames;
import io.trawl.kernel.api.KernelExtension;
import io.trawl.kernel.draw.Drawing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the kernel shows a value, with the extensions under test installed, in a plain JUnit test:
 *
 * <pre>{@code
 * var shown = Rendering.of(new Upload(file), new UploadExtension());
 * assertThat(shown.first().text()).isEqualTo("starting");
 * assertThat(shown.last(Duration.ofSeconds(10)).text()).isEqualTo("1,204 bytes");
 * assertThat(shown.problems()).isEmpty();
 * }</pre>
 *
 * A renderer that throws makes {@link #of} throw an {@link AssertionError}; in a notebook the value would be shown in
 * words. The kernel of the process ({@link io.trawl.kernel.api.Kernel#current}) is a small one, of this rendering only:
 * tests that use it must not run beside each other.
 */
public final class Rendering {

    private static final Map<String, Pattern> PROBLEMS = Map.of(
            "a script never runs in a saved notebook", Pattern.compile("<script\\b", Pattern.CASE_INSENSITIVE),
            "<style> is dropped where the notebook is not trusted: the picture must do without",
                    Pattern.compile("<style\\b", Pattern.CASE_INSENSITIVE),
            "a frame is dropped where the notebook is not trusted",
                    Pattern.compile("<i?frame\\b", Pattern.CASE_INSENSITIVE),
            "inline SVG is dropped where the notebook is not trusted: use Show.svg",
                    Pattern.compile("<svg\\b", Pattern.CASE_INSENSITIVE),
            "an event handler is dropped, or runs what a page said",
                    Pattern.compile("<[^>]*\\son\\w+\\s*=", Pattern.CASE_INSENSITIVE),
            "a javascript: link is dropped, or runs what a page said",
                    Pattern.compile("=\\s*[\"']?\\s*javascript:", Pattern.CASE_INSENSITIVE),
            "an image from the network tells its server who reads the notebook",
                    Pattern.compile("<img\\b[^>]*\\ssrc\\s*=\\s*[\"']?\\s*(https?:)?//", Pattern.CASE_INSENSITIVE));

    private final TestKernel kernel;
    private final TestKernel.Shown shown;

    private Rendering(TestKernel kernel, TestKernel.Shown shown) {
        this.kernel = kernel;
        this.shown = shown;
    }

    /** Installs the extensions, in this order, and draws the value as a cell's value. */
    public static Rendering of(@Nullable Object value, KernelExtension... extensions) {
        var kernel = new TestKernel(new Drawing(Frames.real(), (what, e) -> {
            if (what.startsWith("the renderer")) {
                throw new AssertionError(what + " threw " + e, e);
            }
        }));
        for (KernelExtension extension : extensions) {
            extension.install(kernel);
        }
        return new Rendering(kernel, kernel.show(value));
    }

    /** What is shown at first. */
    public Bundle first() {
        return shown.bundles().get(0);
    }

    /** The text of what is shown at first. */
    public String text() {
        return first().text();
    }

    /** The HTML of what is shown at first; empty where there is none. */
    public String html() {
        return String.valueOf(first().data().getOrDefault(Bundle.HTML, ""));
    }

    /** All that was shown until now in this place, in order; more than one for a live value. */
    public List<Bundle> all() {
        return shown.bundles();
    }

    /** Whether the renderer said that the display goes on changing. */
    public boolean isLive() {
        return shown.isLive();
    }

    /**
     * Waits until the value says that it does not change any more, and answers what is shown then.
     *
     * @throws AssertionError after {@code deadline}
     */
    public Bundle last(Duration deadline) {
        try {
            shown.settled().get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("still live after " + deadline + ", showing: "
                    + shown.last().text());
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
        return shown.last();
    }

    /** What else was shown meanwhile by {@code Show.display}, each place with its latest content. */
    public List<Bundle> displays() {
        return kernel.displays();
    }

    /** The imports that the extensions added. */
    public List<String> imports() {
        return kernel.imports();
    }

    /** What front ends would drop, refuse or warn of in anything shown until now; empty if all is well. */
    public List<String> problems() {
        var problems = new ArrayList<String>();
        for (Bundle bundle : all()) {
            if (bundle.data().containsKey("application/javascript")) {
                problems.add("JavaScript is refused by JupyterLab");
            }
            if (bundle.data().containsKey("application/json") && bundle.data().containsKey(Bundle.HTML)) {
                problems.add("JupyterLab shows application/json and hides text/html beside it");
            }
            if (bundle.text().isBlank()) {
                problems.add("text/plain says nothing: consoles, diffs and converters show only that");
            }
            Object html = bundle.data().get(Bundle.HTML);
            PROBLEMS.forEach((problem, sign) -> {
                if (html instanceof String h && sign.matcher(h).find()) {
                    problems.add(problem);
                }
            });
        }
        return problems.stream().distinct().toList();
    }
}
