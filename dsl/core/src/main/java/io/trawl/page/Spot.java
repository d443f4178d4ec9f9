package io.trawl.page;

import java.util.Locale;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/**
 * A place on a page that a value is read from.
 *
 * @param element the element, or the one it stands in
 * @param attribute its attribute; null for the element itself
 * @param text what stands there where it is neither of them
 */
record Spot(
        Element element,
        @Nullable String attribute,
        @Nullable String text) {

    /** What stands there for a value of this type, without the space around it. */
    String read(Class<?> type) {
        if (text != null) {
            return strip(text);
        }
        String from = attribute == null ? implied(type) : attribute;
        return strip(from.isEmpty() ? element.text() : element.attr(from));
    }

    /** The attribute that stands for an element's text; empty for none. */
    private String implied(Class<?> type) {
        String wanted = switch (element.normalName()) {
            case "meta" -> "content";
            case "input", "data", "meter", "progress" -> "value";
            case "time" -> Dates.reads(type) ? "datetime" : "";
            case "a", "area", "link", "base" -> Values.isLink(type) ? "href" : "";
            case "img", "iframe", "script", "source", "audio", "video", "embed" -> Values.isLink(type) ? "src" : "";
            case "form" -> Values.isLink(type) ? "action" : "";
            default -> element.hasAttr("itemprop") ? "content" : "";
        };
        return wanted.isEmpty() || !element.hasAttr(wanted) ? "" : wanted;
    }

    /** The language that the page says this is in, as HTML inherits it; null where it says none. */
    @Nullable
    Locale language() {
        for (Element e = element; e != null; e = e.parent()) {
            String lang = e.hasAttr("lang") ? e.attr("lang") : e.attr("xml:lang");
            if (!lang.isBlank()) {
                Locale locale = Locale.forLanguageTag(lang.strip().replace('_', '-'));
                return locale.getLanguage().isEmpty() ? null : locale;
            }
        }
        return null;
    }

    /** No-break spaces are space too. */
    static String strip(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isSpace(text.charAt(from))) {
            from++;
        }
        while (to > from && isSpace(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }
}
