package io.trawl.page;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The encoding that a page names inside (WHATWG HTML, section 13.2.3.2, "prescan a byte stream"): a meta element, or an
 * XML declaration. The first 1024 bytes count whatever they hold; beyond, as in Chrome, the rest of the head does.
 */
final class Prescan {
    private static final int UNCONDITIONALLY = 1_024;
    private static final int MOST = 65_536;
    private static final Set<String> OF_THE_HEAD =
            Set.of("html", "head", "title", "meta", "link", "base", "script", "style", "noscript");
    private static final Pattern IN_CONTENT = Pattern.compile(
            "charset\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)'|([^\\s;\"'][^\\s;]*))", Pattern.CASE_INSENSITIVE);
    private static final Pattern IN_XML = Pattern.compile("^<\\?xml[^>]*?encoding\\s*=\\s*([\"'])([^\"'\\s>]+)\\1");

    private final String text;
    private int at;

    private Prescan(byte[] body) {
        text = new String(body, 0, Math.min(body.length, MOST), StandardCharsets.ISO_8859_1);
    }

    /** Empty where it names none, or none that is known. */
    static Optional<Charset> of(byte[] body) {
        var scan = new Prescan(body);
        if (scan.text.startsWith("<\0?\0x\0")) {
            return Optional.of(StandardCharsets.UTF_16LE);
        }
        if (scan.text.startsWith("\0<\0?\0x")) {
            return Optional.of(StandardCharsets.UTF_16BE);
        }
        return scan.meta().or(scan::xml);
    }

    private Optional<Charset> xml() {
        Matcher m = IN_XML.matcher(text);
        return m.find() ? readable(m.group(2)) : Optional.empty();
    }

    /** A page that can be read to find its encoding is not in UTF-16, whatever it says. */
    private static Optional<Charset> readable(String label) {
        return Encodings.labelled(label).map(c -> c.name().startsWith("UTF-16") ? StandardCharsets.UTF_8 : c);
    }

    private Optional<Charset> meta() {
        boolean inHead = true;
        while (inHead || at < UNCONDITIONALLY) {
            at = text.indexOf('<', at);
            if (at < 0) {
                break;
            }
            if (text.startsWith("<!--", at)) {
                after("-->", at + 2);
            } else if (isTag()) {
                String name = name();
                Optional<Charset> found = attributes(name.equals("meta"));
                if (found.isPresent()) {
                    return found;
                }
                inHead &=
                        OF_THE_HEAD.contains(name.startsWith("/") && !name.equals("/head") ? name.substring(1) : name);
                if (at >= UNCONDITIONALLY && (name.equals("script") || name.equals("style"))) {
                    after("</" + name, at);
                }
            } else if (at + 1 < text.length() && "!/?".indexOf(text.charAt(at + 1)) >= 0) {
                after(">", at);
            } else {
                at++;
            }
        }
        return Optional.empty();
    }

    private void after(String what, int from) {
        int found = text.indexOf(what, from);
        at = found < 0 ? text.length() : found + what.length();
    }

    /** A start or an end tag. */
    private boolean isTag() {
        int letter = at + (text.startsWith("</", at) ? 2 : 1);
        return letter < text.length() && isLetter(text.charAt(letter));
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    /** Of an end tag, with its slash. */
    private String name() {
        int from = ++at;
        while (at < text.length()
                && !isSpace(text.charAt(at))
                && text.charAt(at) != '>'
                && !(text.charAt(at) == '/' && at > from)) {
            at++;
        }
        return text.substring(from, at).toLowerCase(Locale.ROOT);
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
    }

    /** Reads the attributes of a tag; of a meta element, what they say. */
    private Optional<Charset> attributes(boolean meta) {
        var seen = new HashSet<String>();
        boolean pragma = false;
        boolean needsPragma = false;
        String label = null;
        for (String[] attribute = attribute(); attribute != null; attribute = attribute()) {
            if (!meta || !seen.add(attribute[0])) {
                continue;
            }
            switch (attribute[0]) {
                case "http-equiv" -> pragma |= attribute[1].equals("content-type");
                case "charset" -> {
                    label = attribute[1];
                    needsPragma = false;
                }
                case "content" -> {
                    Matcher m = IN_CONTENT.matcher(attribute[1]);
                    if (label == null && m.find()) {
                        label = m.group(1) != null ? m.group(1) : m.group(2) != null ? m.group(2) : m.group(3);
                        needsPragma = true;
                    }
                }
                default -> {
                    // Says nothing of the encoding.
                }
            }
        }
        return label == null || needsPragma && !pragma ? Optional.empty() : readable(label);
    }

    /** The next attribute of a tag, name and value in lower case; null at its end. */
    private String @Nullable [] attribute() {
        while (at < text.length() && (isSpace(text.charAt(at)) || text.charAt(at) == '/')) {
            at++;
        }
        if (at >= text.length() || text.charAt(at) == '>') {
            return null;
        }
        int from = at;
        while (at < text.length()
                && !isSpace(text.charAt(at))
                && "/>".indexOf(text.charAt(at)) < 0
                && (text.charAt(at) != '=' || at == from)) {
            at++;
        }
        String name = text.substring(from, at).toLowerCase(Locale.ROOT);
        skipSpace();
        if (at >= text.length() || text.charAt(at) != '=') {
            return new String[] {name, ""};
        }
        at++;
        skipSpace();
        return new String[] {name, value().toLowerCase(Locale.ROOT)};
    }

    private void skipSpace() {
        while (at < text.length() && isSpace(text.charAt(at))) {
            at++;
        }
    }

    private String value() {
        char quote = at < text.length() ? text.charAt(at) : 0;
        int from = at;
        if (quote == '"' || quote == '\'') {
            int end = text.indexOf(quote, at + 1);
            // A tag that does not end says nothing.
            at = end < 0 ? text.length() : end + 1;
            return end < 0 ? "" : text.substring(from + 1, end);
        }
        while (at < text.length() && !isSpace(text.charAt(at)) && text.charAt(at) != '>') {
            at++;
        }
        return text.substring(from, at);
    }
}
