package io.trawl.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trawl.Document;
import io.trawl.Format;
import io.trawl.Results;
import io.trawl.Selection;
import io.trawl.View;
import io.trawl.site.RobotsDirectives;
import io.trawl.site.Urls;
import io.trawl.table.HtmlTables;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.select.Selector;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;

/**
 * A page over its jsoup tree. The tree is only read after the constructor; every format works on a copy or only reads,
 * and is kept once made, so the page may be shared between threads.
 */
final class HtmlDocument implements Document {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<Format> FORMATS =
            List.of(Format.MARKDOWN, Format.HTML, Format.RAW_HTML, Format.LINKS, Format.IMAGES);

    private final Fetched fetched;
    private final PageOptions options;
    private final org.jsoup.nodes.Document dom;
    private final Lazy<Outline> outline = new Lazy<>(this::toOutline);
    private final Lazy<URI> base = new Lazy<>(this::toBase);
    private final Lazy<Element> cleaned = new Lazy<>(this::cleanedOrWhole);
    private final Lazy<String> markdown = new Lazy<>(this::toMarkdown);
    private final Lazy<Map<String, Object>> metadata = new Lazy<>(this::toMetadata);

    private HtmlDocument(Fetched fetched, PageOptions options) {
        this.fetched = fetched;
        this.options = options;
        this.dom = Jsoup.parse(isHtml() ? rawHtml() : "", fetched.url());
    }

    static HtmlDocument parse(Fetched fetched, PageOptions options) {
        var document = new HtmlDocument(fetched, options);
        if (options.formats().contains(Format.MARKDOWN)) {
            document.markdown();
        }
        return document;
    }

    private Outline toOutline() {
        return Outline.of(dom);
    }

    private URI toBase() {
        URI url = URI.create(fetched.url());
        Element base = outline.get().base();
        return base == null
                ? url
                : Urls.resolve(url, base.attr("href")).map(URI::create).orElse(url);
    }

    private Map<String, Object> toMetadata() {
        return Collections.unmodifiableMap(Metadata.of(dom, title(), fetched, base.get()));
    }

    private boolean isHtml() {
        String type = fetched.header("content-type").toLowerCase(Locale.ROOT);
        return !(type.startsWith("text/plain") || type.startsWith("text/markdown") || type.contains("json"));
    }

    /** A page that is nothing but boilerplate is taken whole, as Firecrawl does. */
    private Element cleanedOrWhole() {
        Element main = MainContent.clean(dom, options, base.get());
        return options.onlyMainContent() && Markdown.of(main, base.get()).isEmpty()
                ? MainContent.clean(dom, options.wholePage(), base.get())
                : main;
    }

    private String toMarkdown() {
        if (isHtml()) {
            return Markdown.of(cleaned.get(), base.get());
        }
        boolean json = fetched.header("content-type").contains("json");
        return json ? "```json\n" + rawHtml().strip() + "\n```" : rawHtml();
    }

    Fetched fetched() {
        return fetched;
    }

    @Override
    public String url() {
        return fetched.url();
    }

    @Override
    public String title() {
        return Metadata.title(dom, outline.get().title());
    }

    @Override
    public int status() {
        return fetched.status();
    }

    @Override
    public Duration elapsed() {
        return fetched.elapsed();
    }

    @Override
    public int words() {
        int words = 0;
        boolean inside = false;
        String text = markdown();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = Character.isLetterOrDigit(c);
            words += letter && !inside ? 1 : 0;
            inside = letter || inside && (c == '\'' || c == '’');
        }
        return words;
    }

    @Override
    public String markdown() {
        return markdown.get();
    }

    @Override
    public String html() {
        return isHtml() ? cleaned.get().html() : rawHtml();
    }

    /** Decoded anew each time: few ask, and all pages would hold it. */
    @Override
    public String rawHtml() {
        return Charsets.decode(fetched.body(), fetched.header("content-type"));
    }

    @Override
    public List<String> links() {
        return PageLinks.links(cleaned.get(), base.get());
    }

    @Override
    public List<String> images() {
        return PageLinks.images(dom, base.get());
    }

    RobotsDirectives directives(String product) {
        var metas = new HashMap<String, String>();
        for (Element meta : outline.get().metas()) {
            if (meta.hasAttr("name") && meta.hasAttr("content")) {
                String name = meta.attr("name").strip().toLowerCase(Locale.ROOT);
                metas.merge(name, meta.attr("content"), (a, b) -> a + "," + b);
            }
        }
        return RobotsDirectives.of(metas, fetched.headers().getOrDefault("x-robots-tag", List.of()), product);
    }

    /** @param css null for all links */
    List<String> outlinks(@Nullable String css, boolean obey) {
        return css == null
                ? PageLinks.follow(
                        outline.get().links(), PageLinks.refresh(outline.get().metas()), base.get(), obey)
                : PageLinks.follow(matches(css), List.of(), base.get(), obey);
    }

    @Override
    public Map<String, Object> metadata() {
        return metadata.get();
    }

    @Override
    public JsonNode json() {
        var json = JSON.createObjectNode();
        for (Format format : FORMATS) {
            if (options.formats().contains(format)) {
                json.set(format.toString(), JSON.valueToTree(in(format)));
            }
        }
        return json.set("metadata", JSON.valueToTree(metadata()));
    }

    private Object in(Format format) {
        return switch (format.toString()) {
            case "markdown" -> markdown();
            case "html" -> html();
            case "rawHtml" -> rawHtml();
            case "links" -> links();
            default -> images();
        };
    }

    @Override
    public Selection select(String css) {
        return new ElementSelection(css, matches(css));
    }

    @Override
    public String text(String css) {
        var found = matches(css);
        return found.isEmpty() ? "" : found.get(0).text();
    }

    private List<Element> matches(String css) {
        Finder.ByCss.check(css);
        try {
            return dom.select(css);
        } catch (Selector.SelectorParseException e) {
            throw Finder.ByCss.refused(css, e);
        }
    }

    @Override
    public List<Table> tables() {
        return HtmlTables.of(dom);
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
        return dom.clone();
    }

    @Override
    public View view() {
        String text = markdown();
        String shown = text.length() > 4_000 ? text.substring(0, 4_000) + "\n…" : text;
        var links = links();
        List<List<@Nullable Object>> rows =
                links.stream().limit(20).map(u -> List.<@Nullable Object>of(u)).toList();
        return new View.Card(
                title().isEmpty() ? "Document" : title(),
                "",
                List.of(
                        new View.Field("url", url()),
                        new View.Field("status", status() + " in " + View.seconds(elapsed())),
                        new View.Field("words", String.valueOf(words())),
                        new View.Field("links", String.valueOf(links.size()))),
                List.of(
                        new View.Fold("markdown", new View.Source("markdown", shown)),
                        new View.Fold("links", new View.Grid("", List.of("url"), rows, links.size(), List.of()))));
    }

    @Override
    public String toString() {
        return View.Note.of("Document \"" + title() + "\" " + url()).text();
    }
}
