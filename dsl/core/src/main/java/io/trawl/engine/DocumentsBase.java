package io.trawl.engine;

import io.trawl.Document;
import io.trawl.Fn;
import io.trawl.Format;
import io.trawl.Outcome;
import io.trawl.StreamJob;
import io.trawl.StreamPlan;
import io.trawl.View;
import io.trawl.store.UrlQuery;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** What batch and crawl share: the options of a page, and the pages themselves, which {@link PagesPlan} runs. */
abstract class DocumentsBase<P extends StreamPlan<Document>> extends StreamBase<Document, P> {

    DocumentsBase(LocalSession session, PlanOptions options, PaceChoice pace) {
        super(session, options, pace);
    }

    abstract PagesPlan.Origin origin();

    private PagesPlan<Document> pages() {
        return new PagesPlan<>(session, options, pace, origin(), stage());
    }

    @Override
    Stage<Document> stage() {
        return Stage.identity();
    }

    @Override
    <U> StreamPlan<U> staged(Stage<U> next) {
        return new PagesPlan<>(session, options, pace, origin(), next);
    }

    @Override
    Feed<Outcome<Document>> read(ReadingLimits limits) {
        return pages().read(limits);
    }

    @Override
    public StreamJob<Document> start() {
        return pages().start();
    }

    @Override
    Map<String, Object> spec() {
        return pages().spec();
    }

    public View view() {
        return pages().view();
    }

    public View explain() {
        return pages().explain();
    }

    @Override
    public String toString() {
        return pages().toString();
    }

    public P formats(Format... formats) {
        return with(options.withFormats(formats));
    }

    public P onlyMainContent(boolean only) {
        return with(options.withMainContent(only));
    }

    public P includeTags(String... css) {
        return with(options.withTags(List.of(css), options.page().excludeTags()));
    }

    public P excludeTags(String... css) {
        return with(options.withTags(options.page().includeTags(), List.of(css)));
    }

    public P header(String name, String value) {
        return with(options.withHeader(name, value));
    }

    public P seen(Path checkpoint) {
        return leavingOut(new Before.Recorded(checkpoint, null));
    }

    public P seen(Path checkpoint, Duration maxAge) {
        return leavingOut(new Before.Recorded(checkpoint, Check.positive(maxAge, "the age of seen")));
    }

    public P seen(Iterable<String> urls) {
        return leavingOut(new Before.Given(urls instanceof Collection<String> all ? List.copyOf(all) : urls));
    }

    public P seen(String jdbcUrl, String query) {
        if (!jdbcUrl.startsWith("jdbc:")) {
            throw new IllegalArgumentException("the database of seen is a JDBC URL, as in jdbc:sqlite:shop.db");
        }
        return leavingOut(new Before.Query(UrlQuery.of(jdbcUrl, query)));
    }

    public P seen(Fn<? super String, Boolean> isSeen) {
        return leavingOut(new Before.Test(isSeen));
    }

    private P leavingOut(Before before) {
        return with(options.withKeeping(options.keeping().leavingOut(before)));
    }

    public P acceptStatus(int... statuses) {
        return with(options.withAccepted(statuses));
    }
}
