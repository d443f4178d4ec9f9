package io.trawl;

/** What to keep of a page; a plan without any keeps {@link #MARKDOWN}. Compared by identity. */
public final class Format {
    public static final Format MARKDOWN = new Format("markdown");
    public static final Format HTML = new Format("html");
    public static final Format RAW_HTML = new Format("rawHtml");
    public static final Format LINKS = new Format("links");
    public static final Format IMAGES = new Format("images");

    private final String name;

    private Format(String name) {
        this.name = name;
    }

    /** The name on the wire, as Firecrawl v2 writes it. */
    @Override
    public String toString() {
        return name;
    }
}
