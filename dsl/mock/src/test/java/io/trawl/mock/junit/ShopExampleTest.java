package io.trawl.mock.junit;

import static io.trawl.Trawl.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.Css;
import io.trawl.Failure;
import io.trawl.Session;
import io.trawl.matrix.Row;
import io.trawl.mock.MockSite;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How users test their own scraping; shown in the module's README. */
@Row("B25")
class ShopExampleTest {

    /** What is to be tested: it takes the session that it works on. */
    static final class PriceWatch {
        record Offer(@Css("h1") String title, @Css(".price") BigDecimal price) {}

        private final Session session;

        PriceWatch(Session session) {
            this.session = session;
        }

        List<Offer> offers(Iterable<String> urls) {
            return session.batch(urls)
                    .maxConcurrency(5)
                    .extract(Offer.class)
                    .await()
                    .ok();
        }
    }

    @RegisterExtension
    final MockSiteExtension sites =
            MockSiteExtension.serving(s -> s.pages(20, i -> "<h1>Book " + i + "</h1><p class=price>£" + i + ".50</p>")
                    .delay(seconds(1))
                    .status("/7", 503, 503, 200));

    @Test
    void readsAllOffersFiveAtATime(MockSite.Virtual site, Session session) {
        Instant start = site.now();
        var offers = new PriceWatch(session).offers(site.urls());
        assertThat(offers).hasSize(20).contains(new PriceWatch.Offer("Book 7", new BigDecimal("7.50")));
        assertThat(site.maxInFlight()).isEqualTo(5);
        assertThat(Duration.between(start, site.now())).isBetween(seconds(4), seconds(12));
    }

    @Test
    void aSiteThatIsDownIsAnEmptyList(Session session) {
        var failed = session.batch(List.of("http://gone.invalid/")).await().failed();
        assertThat(failed).extracting(Failure::phase).containsExactly("resolve");
        assertThat(new PriceWatch(session).offers(List.of("http://gone.invalid/")))
                .isEmpty();
    }

    @Test
    void onASocketToo(MockSite site, Session session) {
        assertThat(new PriceWatch(session).offers(List.of(site.url("/1")))).hasSize(1);
        assertThat(site.log()).extracting(MockSite.Hit::status).contains(200);
    }
}
