package io.trawl.mock;

import static io.trawl.Trawl.millis;
import static io.trawl.Trawl.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.Failure;
import io.trawl.Ok;
import io.trawl.Outcome;
import io.trawl.Session;
import io.trawl.matrix.Row;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What goes wrong goes wrong in memory as on sockets, word for word. */
@Row({"B17", "B25"})
class VirtualFaultsTest {

    private static MockSite.Script script(MockSite.Script s) {
        for (Fault fault : Fault.values()) {
            s = s.fault("/" + fault, fault);
        }
        return s.page("/good", "<title>Good</title>");
    }

    private static Session.Options options(Session.Options c) {
        return c.timeouts(seconds(4), seconds(3), seconds(2))
                .maxBody(5_000_000, 20_000_000)
                .robots(false);
    }

    private static List<String> outcomes(MockSite site, Session session) {
        var urls = Arrays.stream(Fault.values()).map(f -> site.url("/" + f)).toList();
        var results = session.batch(urls)
                .retry(r -> r.attempts(2).backoff(millis(1), 1))
                .breaker(1_000, seconds(1), 1)
                .await();
        List<Outcome<io.trawl.Document>> all = results.stream().toList();
        return IntStream.range(0, all.size())
                .mapToObj(i -> Fault.values()[i] + " "
                        + (all.get(i) instanceof Ok<io.trawl.Document> ok
                                ? ok.value().title()
                                : shown(all.get(i).fold(p -> null, f -> f), site)))
                .toList();
    }

    private static String shown(Failure f, MockSite site) {
        return (f.kind() + " " + f.phase() + " " + f.status() + " " + f.attempts() + " " + f.message() + " / "
                        + f.advice())
                .replace(site.url(), "/")
                // How much came before the end is, on a socket, a matter of microseconds.
                .replaceAll("\\d+ B of the body", "some of the body");
    }

    @Test
    void eachFaultIsTheSameFailure() {
        List<String> onSockets;
        try (var site = MockSite.start(VirtualFaultsTest::script);
                var session = io.trawl.Trawl.session(VirtualFaultsTest::options)) {
            onSockets = outcomes(site, session);
        }
        try (var site = MockSite.virtual(1, VirtualFaultsTest::script)) {
            var session = site.session(VirtualFaultsTest::options);
            assertThat(outcomes(site, session)).containsExactlyElementsOf(onSockets);
            assertThat(session.gauges().inFlight()).isZero();
            assertThat(session.gauges().connectionsInUse()).isZero();
            assertThat(session.scrape(site.url("/good")).await().title()).isEqualTo("Good");
        }
    }

    @Test
    void certificatesAreVerified() {
        for (Certificate shown : Certificate.values()) {
            try (var site =
                    MockSite.virtual(1, s -> s.page("/", "<title>Safe</title>").tls(shown))) {
                var results =
                        site.session().batch(List.of(site.url())).robots(false).await();
                if (shown == Certificate.VALID) {
                    assertThat(results.ok().get(0).title()).isEqualTo("Safe");
                } else {
                    var failure = results.failed().get(0);
                    assertThat(failure.kind() + " " + failure.phase()).isEqualTo("TLS tls");
                    assertThat(failure.message())
                            .contains(
                                    switch (shown) {
                                        case EXPIRED -> "expired";
                                        case OTHER_HOST -> "another host";
                                        default -> "signed by nobody whom this machine trusts";
                                    });
                }
            }
        }
    }
}
