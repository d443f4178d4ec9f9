package io.trawl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A crawl decides once on a link that stands on every page. */
class LatelyTest {
    @Test
    void aUrlThatHasJustComeByIsKnown() {
        var lately = new Lately();

        assertThat(lately.add("http://a.example/")).isTrue();
        assertThat(lately.add("http://a.example/")).isFalse();
        lately.clear();
        assertThat(lately.add("http://a.example/")).isTrue();
    }

    @Test
    void oneThatHasNeverComeByIsNeverTakenForAnother() {
        var lately = new Lately();
        var all = new HashSet<String>();
        var random = new Random(1);
        for (int i = 0; i < 200_000; i++) {
            String url = "http://a.example/" + random.nextInt(50_000);
            assertThat(lately.add(url) || all.contains(url)).as(url).isTrue();
            all.add(url);
        }
    }
}
