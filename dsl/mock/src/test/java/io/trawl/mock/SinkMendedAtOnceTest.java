package io.trawl.mock;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.Document;
import io.trawl.JobEvent;
import io.trawl.JobState;
import io.trawl.Sink;
import io.trawl.Trawl;
import io.trawl.matrix.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Somebody who resumes a job in the very moment in which he hears that a sink paused it. */
@Row({"B8", "B20"})
class SinkMendedAtOnceTest {
    private static final int PAGES = 40;

    /** Takes every other write only. */
    private static final class Moody implements Sink<String> {
        private final List<String> taken = new ArrayList<>();
        private int writes;

        @Override
        public void write(List<? extends String> rows) throws IOException {
            if (writes++ % 2 == 0) {
                throw new IOException("not now");
            }
            taken.addAll(rows);
        }
    }

    @Test
    void noRowIsLostAndTheJobEnds() {
        try (var site = MockSite.start(s -> s.pages(PAGES, i -> "<title>" + i + "</title>"))) {
            var urls = IntStream.rangeClosed(1, PAGES)
                    .mapToObj(i -> site.url("/" + i))
                    .toList();
            for (int round = 0; round < 60; round++) {
                var sink = new Moody();
                var job = Trawl.batch(urls).map(Document::title).sink(sink).start();
                job.onEvent(event -> {
                    if (event instanceof JobEvent.StateChanged change && change.state() == JobState.PAUSED) {
                        job.resume();
                    }
                });
                job.toFuture().handle((rows, error) -> 0).join();
                while (!job.state().isFinal()) {
                    Thread.onSpinWait();
                }
                assertThat(job.state()).as("round %s", round).isEqualTo(JobState.DONE);
                assertThat(sink.taken).as("round %s", round).hasSize(PAGES).doesNotHaveDuplicates();
            }
        }
    }
}
