package io.trawl.engine;

import io.trawl.Batch;
import java.util.List;

final class BatchPlan extends DocumentsBase<Batch> implements Batch {
    private final List<String> urls;

    BatchPlan(LocalSession session, List<String> urls, PlanOptions options, PaceChoice pace) {
        super(session, options, pace);
        this.urls = List.copyOf(urls);
    }

    @Override
    Batch with(PlanOptions changed, PaceChoice changedPace) {
        return new BatchPlan(session, urls, changed, changedPace);
    }

    @Override
    PagesPlan.Origin origin() {
        return new PagesPlan.Origin(urls, null);
    }
}
