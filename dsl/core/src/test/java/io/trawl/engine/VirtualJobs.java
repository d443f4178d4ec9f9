package io.trawl.engine;

import static io.trawl.Trawl.seconds;

import io.trawl.Job;
import io.trawl.JobEvent;
import io.trawl.JobState;
import io.trawl.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A session and a network in virtual time, for jobs. */
abstract class VirtualJobs {
    final VirtualClock clock = new VirtualClock();
    final FakeNet net = new FakeNet(clock);
    Session session = with(Config.DEFAULT);

    Session with(Config config) {
        return LocalSession.of(config, clock, net, () -> 1.0, clock);
    }

    static List<String> urls(String host, int n) {
        return IntStream.range(0, n).mapToObj(i -> "http://" + host + "/" + i).toList();
    }

    /** Pages that take a second each. */
    List<String> slow(String host, int n) {
        var urls = urls(host, n);
        urls.forEach(url -> net.on(url, 200, "<title>page</title>", seconds(1)));
        return urls;
    }

    /** All states that a job tells of. */
    List<JobState> states(Job<?> job) {
        var states = new ArrayList<JobState>();
        job.onEvent(e -> {
            if (e instanceof JobEvent.StateChanged s) {
                states.add(s.state());
            }
        });
        clock.advance(Duration.ZERO);
        return states;
    }
}
