package io.trawl.mock;

import static io.trawl.Trawl.seconds;
import static io.trawl.Trawl.use;

import io.trawl.Trawl;
import java.time.Duration;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;

/** A test on a virtual site, which ends with it; and the session in use, where the test uses the site's. */
abstract class VirtualSiteFixture {
    MockSite.Virtual site = MockSite.virtual(1, s -> s);

    MockSite.Virtual site(Function<MockSite.Script, MockSite.Script> script) {
        site.close();
        site = MockSite.virtual(1, script::apply);
        return site;
    }

    MockSite.Virtual slow(int pages) {
        return site(s -> s.pages(pages, i -> "<h1>Page " + i + "</h1>").delay(seconds(1)));
    }

    @AfterEach
    void close() {
        site.close();
    }

    /** The session in use is closed with its site. */
    @AfterAll
    static void useAnother() {
        use(Trawl.session(c -> c));
    }

    Duration passed() {
        return Duration.between(VirtualTime.START, site.now());
    }
}
