package io.trawl.engine;

import io.trawl.InFlight;
import io.trawl.View;
import io.trawl.table.Rows;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;

/** What is under way, as a table. */
record UnderWay(List<InFlight.Request> requests) implements InFlight {
    private static final List<String> COLUMNS = List.of("job", "url", "host", "phase", "attempt", "age");

    static UnderWay of(Stream<? extends PageTask<?>> tasks) {
        return new UnderWay(tasks.map(PageTask::underWay)
                .filter(Objects::nonNull)
                .sorted(Comparator.comparing(Request::age).reversed())
                .toList());
    }

    /** @param tried how often, the try that is under way included */
    static Request request(
            String job,
            String shown,
            @Nullable URI url,
            Ledger.Doing doing,
            Trace.@Nullable Step step,
            int tried,
            Duration age) {
        String phase = step != null
                ? step.phase
                : switch (doing) {
                    case PREPARING -> "resolve";
                    case WAITING -> "queued";
                    case EXCHANGE -> "waiting";
                    case PARSING -> "parse";
                    case RETRY -> "retry";
                    case BEHIND -> "behind";
                };
        boolean trying = doing == Ledger.Doing.EXCHANGE || doing == Ledger.Doing.PARSING;
        return new Request(job, shown, url == null ? "" : Limiter.host(url), phase, trying ? tried : tried + 1, age);
    }

    @Override
    public Iterator<Request> iterator() {
        return requests.iterator();
    }

    @Override
    public int size() {
        return requests.size();
    }

    private Rows rows() {
        return new Rows(
                COLUMNS,
                requests.stream()
                        .map(r -> Arrays.<@Nullable Object>asList(
                                r.job(), r.url(), r.host(), r.phase(), r.attempt(), View.seconds(r.age())))
                        .toList());
    }

    @Override
    public Table table() {
        return rows().table("in flight");
    }

    @Override
    public View view() {
        return rows().grid(size() + " under way");
    }

    @Override
    public String toString() {
        return view().text();
    }
}
