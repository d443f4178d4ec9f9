package io.trawl;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tech.tablesaw.api.Table;

/**
 * A fetched page. Formats are made when first asked for and kept; selecting works on the page as it was fetched, not on
 * its main content. Immutable in effect, thread-safe.
 */
public interface Document extends Viewable {

    /** The final URL, after redirects. */
    String url();

    /** The page's title, or the empty string. */
    String title();

    int status();

    /** From the permit to the last byte of the body. */
    Duration elapsed();

    /** How many words {@link #markdown()} has. */
    int words();

    /** The page as Markdown; its main content only, unless the plan said {@code onlyMainContent(false)}. */
    String markdown();

    /** The cleaned HTML that {@link #markdown()} is made from: hostile until sanitised. */
    String html();

    /** The body as fetched, decoded. */
    String rawHtml();

    /** The absolute, distinct links of the cleaned page, in document order. */
    List<String> links();

    /** The absolute, distinct image URLs of the page. */
    List<String> images();

    /** Title, description, language, Open Graph and the rest, named as Firecrawl v2 names them; {@code statusCode}, {@code url}, {@code sourceURL}. */
    Map<String, Object> metadata();

    /** Everything that was asked for as one JSON object, shaped as a Firecrawl v2 document. */
    JsonNode json();

    /** The elements that match a CSS selector; a bad selector is an {@link IllegalArgumentException} that shows where. */
    Selection select(String css);

    /** The text of the first match, or the empty string. */
    String text(String css);

    /** The page's data tables, header row and types inferred. */
    List<Table> tables();

    /** One record per match of {@code css}, its components filled by {@link Css}. */
    <R> Results<R> rows(String css, Class<R> type);

    /** One record from the whole page. */
    <R> R extract(Class<R> type);

    /** A copy of the page's DOM, the caller's to change. */
    org.jsoup.nodes.Document dom();
}
