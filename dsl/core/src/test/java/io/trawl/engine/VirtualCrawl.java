package io.trawl.engine;

import static io.trawl.Trawl.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.Crawl;
import io.trawl.Document;
import io.trawl.ErrorKind;
import io.trawl.ScrapeException;
import io.trawl.Session;
import io.trawl.StreamJob;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** A chain of pages, a session, a checkpoint; in virtual time. */
abstract class VirtualCrawl {
    final VirtualClock clock = new VirtualClock();
    final FakeNet net = new FakeNet(clock);
    final Session session = LocalSession.of(Config.DEFAULT, clock, net, () -> 1.0, clock);

    @TempDir
    Path folder;

    Path file() {
        return folder.resolve("job.trawl");
    }

    /** A chain of five pages; each is a second under way. */
    void site() {
        for (int i = 0; i < 5; i++) {
            String links = i < 4 ? "<a href='/" + (i + 1) + "'>on</a>" : "";
            net.on("http://127.0.0.1/" + i, 200, "<title>Page " + i + "</title>" + links, seconds(1));
        }
    }

    Crawl crawl() {
        return session.crawl("http://127.0.0.1/0").entireDomain(true).checkpoint(file());
    }

    <J extends StreamJob<?>> J run(J job, Duration time) {
        clock.advance(time);
        return job;
    }

    List<String> asked() {
        var paths =
                net.asked().stream().map(a -> a.substring(0, a.indexOf('@'))).toList();
        net.asked().clear();
        return paths;
    }

    static List<String> titles(StreamJob<Document> job) {
        return job.partial().ok().stream().map(Document::title).toList();
    }

    static void assertRefused(Runnable start, String message, String advice) {
        assertThatThrownBy(start::run).isInstanceOfSatisfying(ScrapeException.class, e -> {
            assertThat(e.failure().kind()).isEqualTo(ErrorKind.CHECKPOINT);
            assertThat(e.failure().message()).contains(message);
            assertThat(e.failure().advice()).contains(advice);
        });
    }

    Session another() {
        return LocalSession.of(Config.DEFAULT, clock, net, () -> 1.0, clock);
    }
}
