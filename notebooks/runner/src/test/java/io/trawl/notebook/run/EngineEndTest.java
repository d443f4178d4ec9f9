package io.trawl.notebook.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.kernel.engine.Engine;
import io.trawl.kernel.engine.EngineOptions;
import io.trawl.kernel.engine.ErrorReport;
import io.trawl.kernel.engine.ExecuteRequest;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a notebook leaves behind in a process that goes on. */
class EngineEndTest {

    @Test
    void theVerbsOwnSessionEndsWithTheEngine() throws Exception {
        Set<Thread> before = ioThreads();
        Set<Thread> own;
        try (var engine = Engine.start(EngineOptions.defaults().classPath(UserSide.classPath()))) {
            var result = engine.execute(ExecuteRequest.of("""
                            var site = MockSite.start(s -> s.page("/", "here").page("/late", "late").delay("/late", hours(1)));
                            scrape(site.url()).await();
                            var job = batch(List.of(site.url("/late"))).start();
                            var asked = job.toFuture();
                            """), (cell, stream, text) -> {});
            assertThat(result.error().map(ErrorReport::plainText)).isEmpty();
            own = ioThreads();
            own.removeAll(before);
            assertThat(own).as("of its client").isNotEmpty();
        }
        for (Thread thread : own) {
            thread.join(TimeUnit.MINUTES.toMillis(1));
            assertThat(thread.isAlive()).as(thread.getName()).isFalse();
        }
    }

    private static Set<Thread> ioThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("trawl-io-"))
                .collect(Collectors.toSet());
    }
}
