package io.trawl.mock;

import java.nio.charset.Charset;

/** How a page says in which charset it is: {@code s.charset("/page", html, Charset.forName("EUC-JP"), Told.META)}. */
public enum Told {
    /** By a byte order mark; UTF-8, UTF-16LE and UTF-16BE have one. */
    BOM,
    /** In Content-Type. */
    HEADER,
    /** In a meta element, its first. */
    META,
    /** Nowhere: a client has to guess. */
    NOT_AT_ALL;

    Page page(String html, Charset charset) {
        return switch (this) {
            case BOM -> Page.html(o -> "\uFEFF" + html).as("text/html", charset);
            case HEADER -> Page.html(o -> html).as("text/html; charset=" + charset.name(), charset);
            case META ->
                Page.html(o -> "<meta charset=\"" + charset.name() + "\">" + html)
                        .as("text/html", charset);
            case NOT_AT_ALL -> Page.html(o -> html).as("text/html", charset);
        };
    }
}
