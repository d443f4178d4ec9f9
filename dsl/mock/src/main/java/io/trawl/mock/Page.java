package io.trawl.mock;

import io.trawl.Fn;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jsoup.nodes.Entities;
import org.jspecify.annotations.Nullable;

/**
 * Something that can be served, rendered when first asked for and kept as bytes. What names itself absolutely (a
 * sitemap) is rendered for each origin and not kept.
 */
final class Page {
    static final String HTML = "text/html; charset=UTF-8";

    private final String type;
    private final Charset charset;
    private final boolean listed;
    private final boolean absolute;
    private final Fn<? super String, String> source;
    private final List<Coding> codings;
    private volatile byte @Nullable [] bytes;

    private Page(
            String type,
            Charset charset,
            boolean listed,
            boolean absolute,
            Fn<? super String, String> source,
            List<Coding> codings) {
        this.type = type;
        this.charset = charset;
        this.listed = listed;
        this.absolute = absolute;
        this.source = source;
        this.codings = codings;
    }

    /** A page of the site, listed by {@link MockSite#urls()}. */
    static Page html(Fn<? super String, String> source) {
        return new Page(HTML, StandardCharsets.UTF_8, true, false, source, List.of());
    }

    /** A page that says its charset only inside: in a meta element. */
    static Page latin1(Fn<? super String, String> source) {
        return new Page("text/html", StandardCharsets.ISO_8859_1, false, false, source, List.of());
    }

    /** A picture, a robots.txt: served, not listed. */
    static Page file(String type, Fn<? super String, String> source) {
        return new Page(type, StandardCharsets.UTF_8, false, false, source, List.of());
    }

    /** A file that is told the origin it is asked for: {@code http://books.example}. */
    static Page absolute(String type, Fn<? super String, String> source) {
        return new Page(type, StandardCharsets.UTF_8, false, true, source, List.of());
    }

    /** The page of a status that stands for itself. */
    static Page error(int status, String path) {
        String title = status + (status == 404 ? " Not Found" : status >= 500 ? " Something Went Wrong" : "");
        return file(
                HTML,
                o -> "<!doctype html>\n<html lang=\"en\"><head><title>" + title + "</title></head><body><h1>" + title
                        + "</h1><p>This is how " + Entities.escape(path) + " answers.</p></body></html>\n");
    }

    Page as(String type, Charset charset) {
        return new Page(type, charset, listed, absolute, source, codings);
    }

    Page unlisted() {
        return new Page(type, charset, false, absolute, source, codings);
    }

    /** What is sent is packed, by each of them in turn; nothing says so but its headers or its name. */
    Page packed(Coding... by) {
        return new Page(type, charset, listed, absolute, source, List.of(by));
    }

    String type() {
        return type;
    }

    boolean listed() {
        return listed;
    }

    /** Whether {@link #bytes} costs nothing. */
    boolean ready() {
        return bytes != null;
    }

    byte[] bytes(String origin) throws Exception {
        byte[] done = bytes;
        if (done == null) {
            done = source.apply(origin).getBytes(charset);
            for (Coding coding : codings) {
                done = coding.encode(done);
            }
            if (!absolute) {
                bytes = done;
            }
        }
        return done;
    }
}
