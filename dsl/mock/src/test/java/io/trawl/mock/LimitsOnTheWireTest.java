package io.trawl.mock;

import static io.trawl.Trawl.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.matrix.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever jobs ask for, whatever is done to them and whatever the servers answer: no promise is broken as the servers see
 * it, no permit is lost, everything ends, nobody starves. The whole engine takes part, in virtual time.
 */
@Row({"B3", "B7"})
class LimitsOnTheWireTest {
    private static final int SCHEDULES = 200;

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4, 5})
    void noPromiseIsBrokenAndNoPermitLost(long block) {
        LongStream.range(block * SCHEDULES, (block + 1) * SCHEDULES).forEach(LimitsOnTheWireTest::check);
    }

    private static void check(long seed) {
        try {
            new PromisesKept(new RandomJobs(seed)).check();
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("schedule of seed " + seed + ": " + e.getMessage(), e);
        }
    }

    /** While there are permits for all, a host's pages are asked for as if there were no other host. */
    @Test
    void whereThereAreEnoughPermitsNoHostIsLateForAnother() {
        for (long seed = 0; seed < 100; seed++) {
            var random = new Random(seed);
            int hosts = 2 + random.nextInt(4);
            var names = LongStream.range(0, hosts)
                    .mapToObj(i -> "h" + i + ".example")
                    .toList();
            var perHost = 1 + random.nextInt(3);
            var spacing = Duration.ofMillis(random.nextInt(200));
            var together = starts(seed, names, names.size() * perHost, perHost, spacing);
            for (String name : names) {
                assertThat(together.get(name))
                        .as("seed %s, host %s", seed, name)
                        .isEqualTo(starts(seed, List.of(name), perHost, perHost, spacing)
                                .get(name));
            }
        }
    }

    /** While there are too few, hosts take turns: none gets a second permit before each has had one. */
    @Test
    void whereThereAreTooFewPermitsHostsTakeTurns() {
        for (long seed = 0; seed < 100; seed++) {
            int hosts = 2 + (int) (seed % 5);
            var names = LongStream.range(0, hosts)
                    .mapToObj(i -> "h" + i + ".example")
                    .toList();
            var starts = starts(seed, names, 1, 1, Duration.ZERO);
            var order = starts.entrySet().stream()
                    .flatMap(e -> e.getValue().stream().map(at -> java.util.Map.entry(at, e.getKey())))
                    .sorted(java.util.Map.Entry.comparingByKey())
                    .map(java.util.Map.Entry::getValue)
                    .toList();
            var had = new HashMap<String, Integer>();
            // The first was granted before the others had asked.
            for (String host : order.subList(1, order.size())) {
                had.merge(host, 1, Integer::sum);
                int most = had.values().stream().mapToInt(n -> n).max().orElse(0);
                int least = names.stream()
                        .mapToInt(n -> had.getOrDefault(n, 0))
                        .min()
                        .orElse(0);
                assertThat(most - least).as("seed %s: %s", seed, order).isLessThanOrEqualTo(1);
            }
        }
    }

    /** When each host's pages were asked for, eight of each, in one batch. */
    private static java.util.Map<String, List<Duration>> starts(
            long seed, List<String> names, int atOnce, int perHost, Duration spacing) {
        try (var site = MockSite.virtual(seed, s -> {
            MockSite.Script all = s;
            for (String name : names) {
                all = all.host(
                        name,
                        h -> h.pages(8, i -> "<h1>" + i + "</h1>")
                                .latency(Duration.ofMillis(20), seconds(1))
                                .seed(seed + name.hashCode()));
            }
            return all;
        })) {
            var urls = new ArrayList<String>();
            for (String name : names) {
                LongStream.rangeClosed(1, 8).forEach(i -> urls.add("http://" + name + "/" + i));
            }
            assertThat(site.session()
                            .batch(urls)
                            .maxConcurrency(atOnce)
                            .perHost(perHost)
                            .spacing(spacing)
                            .robots(false)
                            .asCompleted()
                            .await()
                            .ok())
                    .hasSameSizeAs(urls);
            return site.log().stream()
                    .collect(Collectors.groupingBy(
                            MockSite.Hit::host, Collectors.mapping(MockSite.Hit::at, Collectors.toList())));
        }
    }
}
