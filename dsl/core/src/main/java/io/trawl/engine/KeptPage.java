package io.trawl.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.trawl.Document;
import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.Ok;
import io.trawl.Outcome;
import io.trawl.Results;
import io.trawl.Selection;
import io.trawl.View;
import io.trawl.page.Fetched;
import io.trawl.page.PageOptions;
import io.trawl.page.Pages;
import io.trawl.page.Records;
import io.trawl.store.Ended;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;

/**
 * A page of a large job: its tree is in the heap until the plan's functions have seen it, what came over the wire until
 * the journal holds it; then it is read from there when asked for more than a line of a table shows.
 */
final class KeptPage implements Document {
    private final int index;
    private final String url;
    private final int status;
    private final Duration elapsed;
    private final String title;
    private final int words;
    private volatile @Nullable Document page;
    private volatile @Nullable Supplier<Document> elsewhere;

    /** A page that was just fetched. */
    KeptPage(Document page, Ended ended) {
        this(ended, page.url(), page.status(), page.elapsed());
        this.page = page;
    }

    /** A page of the journal. */
    KeptPage(Ended ended, Shelf shelf) {
        this(
                ended,
                Objects.requireNonNull(ended.page()).url(),
                ended.page().status(),
                ended.page().elapsed());
        this.elsewhere = () -> shelf.get(index);
    }

    private KeptPage(Ended ended, String url, int status, Duration elapsed) {
        this.index = ended.index();
        this.url = url;
        this.status = status;
        this.elapsed = elapsed;
        this.title = ended.title();
        this.words = ended.words();
    }

    /** A page of the journal as an outcome. */
    static Outcome<Document> outcome(Ended ended, Shelf shelf) {
        KeptPage page = ended.page() == null ? null : new KeptPage(ended, shelf);
        if (ended.failure() != null) {
            return Outcome.failed(Making.with(ended.failure(), page));
        }
        return page == null
                ? Outcome.failed(Failure.of(ErrorKind.UNKNOWN, "", "its page is not in the journal", ""))
                : Outcome.ok(page);
    }

    /** It is on its way to the journal: of what it was made from it can be made again. A tree is ten times as large. */
    void fold(Fetched from, PageOptions options) {
        elsewhere = () -> Pages.parse(from, options);
        page = null;
    }

    /** It is in the journal; who works with it now has it at hand until {@link #leaveHeap}. */
    void recorded(Shelf in) {
        elsewhere = () -> in.get(index);
    }

    /** Nobody works with this outcome of a stage any more: a page that is elsewhere too need not be in the heap. */
    static void leaveHeap(Outcome<?> outcome) {
        if (outcome instanceof Ok<?> ok && ok.value() instanceof KeptPage kept && kept.elsewhere != null) {
            kept.page = null;
        }
    }

    /** It is in the journal: the heap need not hold it any more. */
    void release(Shelf from) {
        elsewhere = () -> from.get(index);
        page = null;
    }

    /** The page itself, read from the journal where it has left the heap. */
    Document page() {
        Document here = page;
        // Where it has just left the heap, the other place is there: it was put there first.
        return here != null ? here : Objects.requireNonNull(elsewhere).get();
    }

    @Override
    public String url() {
        return url;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public Duration elapsed() {
        return elapsed;
    }

    @Override
    public int words() {
        return words < 0 ? page().words() : words;
    }

    @Override
    public String markdown() {
        return page().markdown();
    }

    @Override
    public String html() {
        return page().html();
    }

    @Override
    public String rawHtml() {
        return page().rawHtml();
    }

    @Override
    public List<String> links() {
        return page().links();
    }

    @Override
    public List<String> images() {
        return page().images();
    }

    @Override
    public Map<String, Object> metadata() {
        return page().metadata();
    }

    @Override
    public JsonNode json() {
        return page().json();
    }

    @Override
    public Selection select(String css) {
        return page().select(css);
    }

    @Override
    public String text(String css) {
        return page().text(css);
    }

    @Override
    public List<Table> tables() {
        return page().tables();
    }

    @Override
    public <R> Results<R> rows(String css, Class<R> type) {
        return Records.rows(this, css, type);
    }

    @Override
    public <R> R extract(Class<R> type) {
        return Records.one(this, type).orThrow();
    }

    @Override
    public org.jsoup.nodes.Document dom() {
        return page().dom();
    }

    @Override
    public View view() {
        return page().view();
    }

    @Override
    public String toString() {
        return View.Note.of("Document \"" + title + "\" " + url).text();
    }
}
