package io.trawl.engine;

import static io.trawl.Trawl.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.Document;
import io.trawl.StreamPlan;
import io.trawl.matrix.Row;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A secret of the plan is in nothing that is written, and is put back by who has the plan. */
@Row("B13")
class CheckpointSecretsTest extends VirtualCrawl {
    @Test
    @Row("B13")
    void noSecretIsWritten() throws IOException {
        net.on(
                "http://me:canary-password@127.0.0.1/0?token=canary-query",
                200,
                Map.of("set-cookie", List.of("sid=canary-set"), "x-echo", List.of("Bearer canary-header")),
                "<title>canary-header</title><p>canary-query canary-header canary-cookie"
                        + "<a href='/1?token=canary-query'>on</a>",
                Duration.ZERO);
        net.on("http://127.0.0.1/1?token=canary-query", 500, "canary-header", Duration.ZERO);
        net.on("http://me:canary-password@127.0.0.1/1?token=canary-query", 500, "canary-header", Duration.ZERO);
        StreamPlan<Document> plan = session.crawl("http://me:canary-password@127.0.0.1/0?token=canary-query")
                .header("Authorization", "Bearer canary-header")
                .header("Cookie", "sid=canary-cookie; lang=en")
                .retry(1)
                .entireDomain(true)
                .checkpoint(file());
        run(plan.start(), seconds(1));
        assertThat(asked()).containsExactly("/0", "/1");
        assertThat(written()).contains("Trwl").doesNotContain("canary");
        // Whoever has the plan has the secrets: the URLs are what they were.
        run(plan.start(), seconds(1));
        assertThat(asked()).isEmpty();
    }

    private String written() throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(f -> {
                        try {
                            return new String(Files.readAllBytes(f), StandardCharsets.ISO_8859_1);
                        } catch (IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    })
                    .collect(Collectors.joining());
        }
    }

    @Test
    void whatWaitsIsTakenAgainWithItsSecrets() {
        net.on("http://127.0.0.1/0", 200, "<a href='/1?key=canary-key'>on</a>", Duration.ZERO);
        net.on("http://127.0.0.1/1?key=canary-key", 200, "page", seconds(10));
        var urls = List.of("http://127.0.0.1/0", "http://127.0.0.1/1?key=canary-key");
        run(session.batch(urls).checkpoint(file()).deadline(seconds(1)).start(), seconds(2));
        asked();
        var job = run(session.batch(urls).checkpoint(file()).start(), seconds(20));
        assertThat(asked()).containsExactly("/1");
        assertThat(job.await().ok()).extracting(Document::url).contains("http://127.0.0.1/1?key=canary-key");
    }
}
