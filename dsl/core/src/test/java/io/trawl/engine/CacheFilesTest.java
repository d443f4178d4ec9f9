package io.trawl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.matrix.Row;
import io.trawl.page.Fetched;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a cache keeps of a response, and what it does not. */
@Row("B22")
class CacheFilesTest {
    @Test
    void whatConcernsOneConnectionOrOnePersonIsNotKept(@TempDir Path folder) {
        var headers = Map.of(
                "content-type", List.of("text/html"),
                "connection", List.of("X-Hop, close"),
                "x-hop", List.of("1"),
                "set-cookie", List.of("a=b"));
        String url = "http://a.example/";
        var files = new CacheFiles(folder, 1_000_000);
        var fetched = new Fetched(url, url, 200, headers, new byte[] {1}, Instant.EPOCH, Duration.ZERO);
        files.write("0123456789", new CacheFiles.Stored(fetched, Instant.EPOCH));
        assertThat(files.read("0123456789").fetched().headers()).containsOnlyKeys("content-type", "connection");
    }
}
