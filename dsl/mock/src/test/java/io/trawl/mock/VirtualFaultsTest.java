package io.trawl.mock;

import static io.trawl.Trawl.millis;
import static io.trawl.Trawl.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.Document;
import io.trawl.Failure;
import io.trawl.Outcome;
import io.trawl.Session;
import io.trawl.Trawl;
import io.trawl.matrix.Row;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    /** What became of each fault. */
    private static Map<Fault, String> outcomes(MockSite site, Session patient, Session hasty) {
        var outcomes = new EnumMap<Fault, String>(Fault.class);
        var others = EnumSet.complementOf(EnumSet.copyOf(FaultLimits.SILENT));
        others.removeAll(FaultLimits.SLOW);
        add(outcomes, site, hasty, FaultLimits.SILENT);
        add(outcomes, site, patient, FaultLimits.SLOW);
        add(outcomes, site, patient, others);
        return outcomes;
    }

    private static void add(Map<Fault, String> outcomes, MockSite site, Session session, Set<Fault> faults) {
        var order = List.copyOf(faults);
        var results = session.batch(order.stream().map(f -> site.url("/" + f)).toList())
                .retry(r -> r.attempts(2).backoff(millis(1), 1))
                .timeout(FaultLimits.whole(order.get(0)))
                .breaker(1_000, seconds(1), 1)
                .await();
        List<Outcome<Document>> all = results.stream().toList();
        for (int i = 0; i < order.size(); i++) {
            outcomes.put(order.get(i), all.get(i).fold(Document::title, f -> shown(f, site)));
        }
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
        Map<Fault, String> onSockets;
        try (var site = MockSite.start(VirtualFaultsTest::script);
                var patient = Trawl.session(FaultLimits::patient);
                var hasty = Trawl.session(FaultLimits::hasty)) {
            onSockets = outcomes(site, patient, hasty);
        }
        try (var site = MockSite.virtual(1, VirtualFaultsTest::script)) {
            var patient = site.session(FaultLimits::patient);
            var hasty = site.session(FaultLimits::hasty);
            assertThat(outcomes(site, patient, hasty)).containsExactlyEntriesOf(onSockets);
            for (Session session : List.of(patient, hasty)) {
                assertThat(session.gauges().inFlight()).isZero();
                assertThat(session.gauges().connectionsInUse()).isZero();
                assertThat(session.scrape(site.url("/good")).await().title()).isEqualTo("Good");
            }
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
