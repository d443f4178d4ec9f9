package io.trawl.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.kernel.api.Bundle;
import io.trawl.kernel.api.Cell;
import io.trawl.matrix.Row;
import io.trawl.mock.MockSite;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A cell that is run again while a job of its last run goes on. */
@Row("D2")
class RerunsTest {
    private final Reruns reruns = new Reruns();
    private final List<String> shown = new ArrayList<>();

    private Cell cell(String id) {
        return (Cell) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Cell.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("display")) {
                        shown.add(((Bundle) arguments[0]).text());
                        return null;
                    }
                    assertThat(method.getName()).isEqualTo("id");
                    return id;
                });
    }

    @Test
    void theJobGoesOnAndIsNamedWithTheWayToItUntilItIsOver() throws Exception {
        try (var site = MockSite.start(s -> s.pages(4, n -> "page").delay(Duration.ofSeconds(60)));
                var session = site.session()) {
            var job = session.crawl(site.url("/1")).start();
            reruns.started(Optional.of(cell("abc")), job);

            reruns.before(cell("other"));
            reruns.before(cell(""));
            assertThat(shown).isEmpty();
            reruns.before(cell("abc"));
            assertThat(shown)
                    .singleElement()
                    .asString()
                    .startsWith("still running: crawl 127.0.0.1")
                    .endsWith(" " + job.id() + " · job(\"" + job.id() + "\")");

            job.cancel();
            job.toFuture().handle((value, error) -> 0).get(60, TimeUnit.SECONDS);
            reruns.before(cell("abc"));
            assertThat(shown).hasSize(1);
        }
    }
}
