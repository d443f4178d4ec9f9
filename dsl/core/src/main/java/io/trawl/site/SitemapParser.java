package io.trawl.site;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.parser.Parser;
import org.jsoup.parser.StreamParser;
import org.jspecify.annotations.Nullable;

/**
 * One pass over a sitemap of any kind; no more of it is in memory than the element at hand. jsoup's XML reader knows no DTD
 * and expands no entities but the predefined ones, and goes on after what an XML parser stops at: a bare ampersand, a
 * missing end tag.
 */
final class SitemapParser {
    private static final Pattern ENCODING = Pattern.compile("<\\?xml[^>]*encoding\\s*=\\s*[\"']([A-Za-z0-9._-]+)");
    /** Text between elements is of no use; it is dropped when this much has come together. */
    private static final int LITTER = 256;

    private static final int MAX_DEPTH = 32;

    /** Around a text, no-break spaces included. */
    private static final Pattern SPACE = Pattern.compile("^[\\s\\p{Z}]+|[\\s\\p{Z}]+$");

    private final Resolver location;
    private final Map<String, Sitemaps.Entry> pages = new LinkedHashMap<>();
    private final Set<String> sitemaps = new LinkedHashSet<>();

    SitemapParser(URI location) {
        this.location = Urls.resolver(location);
    }

    Sitemaps parse(byte[] body) {
        try (Reader reader = open(body)) {
            reader.mark(1_024);
            boolean xml = isXml(reader);
            reader.reset();
            if (xml) {
                xml(reader);
            } else {
                text((BufferedReader) reader);
            }
        } catch (IOException | UncheckedIOException e) {
            // Torn gzip, most often: what came before it counts.
        }
        return new Sitemaps(List.copyOf(pages.values()), List.copyOf(sitemaps));
    }

    private boolean isFull() {
        return pages.size() + sitemaps.size() >= Sitemaps.MAX_URLS;
    }

    // Bytes to characters

    private static Reader open(byte[] body) throws IOException {
        boolean zipped = body.length > 1 && body[0] == 0x1F && body[1] == (byte) 0x8B;
        var raw = new ByteArrayInputStream(body);
        var in = new PushbackInputStream(new Capped(zipped ? new GZIPInputStream(raw) : raw), 256);
        byte[] head = in.readNBytes(256);
        in.unread(head);
        var reader = new BufferedReader(new InputStreamReader(in, charset(head)));
        reader.mark(1);
        if (reader.read() != '\uFEFF') {
            reader.reset();
        }
        return reader;
    }

    private static Charset charset(byte[] head) {
        if (head.length > 1 && (head[0] & 255) == 0xFE && (head[1] & 255) == 0xFF) {
            return StandardCharsets.UTF_16BE;
        }
        if (head.length > 1 && (head[0] & 255) == 0xFF && (head[1] & 255) == 0xFE) {
            return StandardCharsets.UTF_16LE;
        }
        Matcher named = ENCODING.matcher(new String(head, StandardCharsets.ISO_8859_1));
        try {
            return named.find() ? Charset.forName(named.group(1)) : StandardCharsets.UTF_8;
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return StandardCharsets.UTF_8;
        }
    }

    /** Ends where the protocol says that a sitemap ends, however far its gzip would go on. */
    private static final class Capped extends InputStream {
        private final InputStream in;
        private int left = Sitemaps.MAX_BYTES;

        Capped(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            return left-- > 0 ? in.read() : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int n = left <= 0 ? -1 : in.read(into, offset, Math.min(length, left));
            left -= Math.max(n, 0);
            return n;
        }
    }

    private static boolean isXml(Reader reader) throws IOException {
        int c = reader.read();
        for (int i = 0; i < 1_000 && Character.isWhitespace(c); i++) {
            c = reader.read();
        }
        return c == '<';
    }

    // Plain text: one URL per line

    private void text(BufferedReader lines) throws IOException {
        for (String line = line(lines); line != null && !isFull(); line = line(lines)) {
            String url = line.strip();
            if (url.regionMatches(true, 0, "http", 0, 4)) {
                page(url, "", "");
            }
        }
    }

    /** As {@link BufferedReader#readLine()}, but what is longer than any URL is not kept. */
    private static @Nullable String line(BufferedReader reader) throws IOException {
        var line = new StringBuilder();
        int c = reader.read();
        if (c < 0) {
            return null;
        }
        for (; c >= 0 && c != '\n' && c != '\r'; c = reader.read()) {
            if (line.length() <= Urls.MAX_LENGTH) {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    // XML

    private void xml(Reader reader) {
        try (var parser = new StreamParser(Parser.xmlParser().setMaxDepth(MAX_DEPTH)).parse(reader, "")) {
            var elements = parser.iterator();
            while (!isFull() && elements.hasNext()) {
                Element element = elements.next();
                switch (name(element)) {
                    case "url" -> {
                        if (isIn(element, "loc")) {
                            // Some write <loc><url>…</url></loc>: it is the place, and no entry.
                            continue;
                        }
                        url(element);
                    }
                    case "sitemap" ->
                        places(element).forEach(loc -> resolved(loc).forEach(sitemaps::add));
                    case "item" ->
                        page(
                                first(child(element, "link"), guid(element)),
                                child(element, "title"),
                                child(element, "description"));
                    case "entry" -> page(atomLink(element), child(element, "title"), child(element, "summary"));
                    default -> {
                        continue;
                    }
                }
                forget(element);
            }
        }
    }

    /** Without its namespace's prefix, whatever that is. */
    private static String name(Element element) {
        String name = element.normalName();
        return name.substring(name.indexOf(':') + 1);
    }

    private static boolean isIn(Element element, String name) {
        Element parent = element.parent();
        return parent != null && name(parent).equals(name);
    }

    private static void forget(Element element) {
        Element parent = element.parent();
        element.remove();
        if (parent != null && parent.childNodeSize() > LITTER) {
            parent.textNodes().forEach(Node::remove);
        }
    }

    private void url(Element element) {
        String title = first(inner(element, "news:title"), inner(element, "video:title"));
        places(element).forEach(loc -> page(loc, title, inner(element, "video:description")));
        // The page in other languages: pages like any other, which need not have an entry of their own.
        for (Element link : element.children()) {
            if (name(link).equals("link")
                    && link.attr("rel").toLowerCase(Locale.ROOT).contains("alternate")) {
                page(link.attr("href"), "", "");
            }
        }
    }

    private static String child(Element element, String name) {
        var found = children(element, name);
        return found.isEmpty() ? "" : found.get(0);
    }

    /** Where an entry is; several where somebody forgot to begin a new one, bare in an index where he left the loc out. */
    private static List<String> places(Element element) {
        var found = children(element, "loc");
        String bare = element.ownText();
        return found.isEmpty() && name(element).equals("sitemap") && bare.startsWith("http") ? List.of(bare) : found;
    }

    private static List<String> children(Element element, String name) {
        var found = new ArrayList<String>(1);
        for (Element child : element.children()) {
            if (child.normalName().equals(name)
                    || child.normalName().endsWith(":" + name) && prefix(child).equals(prefix(element))) {
                found.add(SPACE.matcher(child.text()).replaceAll(""));
            }
        }
        return found;
    }

    private static String prefix(Element element) {
        String name = element.normalName();
        return name.substring(0, Math.max(0, name.indexOf(':')));
    }

    private static String inner(Element element, String name) {
        Element found = element.getElementsByTag(name).first();
        return found == null ? "" : found.text().strip();
    }

    /** RSS: an item without a link may have a permanent one. */
    private static String guid(Element item) {
        String guid = child(item, "guid");
        return guid.startsWith("http") ? guid : "";
    }

    private static String atomLink(Element entry) {
        for (Element link : entry.children()) {
            String rel = link.attr("rel");
            if (name(link).equals("link") && (rel.isEmpty() || rel.equals("alternate"))) {
                return link.attr("href");
            }
        }
        return "";
    }

    private static String first(String one, String other) {
        return one.isEmpty() ? other : one;
    }

    private List<String> resolved(String url) {
        var found = new ArrayList<String>(1);
        if (!url.isBlank()) {
            location.resolve(url).ifPresent(found::add);
        }
        return found;
    }

    private void page(String url, String title, String description) {
        if (!isFull()) {
            resolved(url)
                    .forEach(u -> pages.merge(
                            u,
                            new Sitemaps.Entry(u, title, description),
                            (old, now) -> old.title().isEmpty() && !title.isEmpty() ? now : old));
        }
    }
}
