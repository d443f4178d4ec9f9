package io.trawl.page;

import io.trawl.site.Resolver;
import io.trawl.site.Urls;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;
import org.jsoup.select.NodeFilter.FilterResult;

/**
 * HTML to Markdown (CommonMark and GFM tables) in one walk over the tree. jsoup walks iteratively and what is open stands
 * on a stack of ours, so a page nested thousands deep is no danger. Elements that change nothing (div, span) open no
 * frame: they only mark where a block begins and ends.
 */
final class Markdown implements NodeFilter {
    private static final Set<String> BLOCKS = Set.of(
            "p",
            "div",
            "section",
            "article",
            "main",
            "header",
            "footer",
            "nav",
            "aside",
            "figure",
            "figcaption",
            "form",
            "fieldset",
            "address",
            "details",
            "summary",
            "dl",
            "body",
            "center",
            "hgroup",
            "blockquote",
            "caption");
    private static final Set<String> SKIPPED = Set.of(
            "script",
            "style",
            "textarea",
            "noscript",
            "template",
            "head",
            "svg",
            "select",
            "button",
            "iframe",
            "object",
            "canvas",
            "audio",
            "video");
    private static final Set<String> FRAMED = Set.of(
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "a",
            "strong",
            "b",
            "em",
            "i",
            "del",
            "s",
            "strike",
            "blockquote",
            "ul",
            "ol",
            "li",
            "dt",
            "dd");
    private static final Pattern LANGUAGE = Pattern.compile("\\b(?:language|lang)-([\\w+#.-]+)");
    private static final Pattern HEADING_LINE = Pattern.compile("(#{1,6}) ([^\n]+)");

    /** What is open: an element and what its children have written so far. */
    private static final class Frame {
        final Element element;
        final MarkdownText text = new MarkdownText();
        int items;

        Frame(Element element) {
            this.element = element;
        }
    }

    private final Deque<Frame> open = new ArrayDeque<>();
    private final Resolver page;

    private Markdown(Resolver page) {
        this.page = page;
    }

    /** The Markdown of an element and what it holds, without leading and trailing blank lines. */
    static String of(Element root, URI base) {
        return of(root, Urls.resolver(base));
    }

    static String of(Element root, Resolver page) {
        var markdown = new Markdown(page);
        markdown.open.push(new Frame(root));
        for (Node child : root.childNodes()) {
            child.filter(markdown);
        }
        return markdown.open.pop().text.finished();
    }

    private MarkdownText out() {
        return open.element().text;
    }

    @Override
    public FilterResult head(Node node, int depth) {
        if (node instanceof TextNode text) {
            out().words(text.getWholeText());
        } else if (node instanceof Element e) {
            return begin(e, e.normalName());
        }
        return FilterResult.CONTINUE;
    }

    private FilterResult begin(Element e, String tag) {
        if (SKIPPED.contains(tag)) {
            return FilterResult.SKIP_ENTIRELY;
        }
        switch (tag) {
            case "br" -> out().hardBreak();
            case "hr" -> out().block("* * *", 2);
            case "img" -> image(e);
            case "input" -> checkbox(e);
            case "code", "kbd", "samp", "tt" -> out().inline(codeSpan(e.wholeText()));
            case "pre" -> out().block(fence(e), 2);
            case "table" -> out().block(MarkdownTable.of(e, page), 2);
            default -> {
                if (FRAMED.contains(tag)) {
                    open.push(new Frame(e));
                } else if (BLOCKS.contains(tag)) {
                    out().gap(2);
                }
                return FilterResult.CONTINUE;
            }
        }
        return FilterResult.SKIP_ENTIRELY;
    }

    @Override
    public FilterResult tail(Node node, int depth) {
        if (node instanceof Element e) {
            if (open.element().element == e && open.size() > 1) {
                end(open.pop(), e, e.normalName());
            } else if (BLOCKS.contains(e.normalName())) {
                out().gap(2);
            }
        }
        return FilterResult.CONTINUE;
    }

    private void end(Frame frame, Element e, String tag) {
        String text = frame.text.finished();
        switch (tag) {
            case "a" -> link(e, frame.text);
            case "strong", "b" -> emphasis(e, frame.text, "**");
            case "em", "i" -> emphasis(e, frame.text, "_");
            case "del", "s", "strike" -> emphasis(e, frame.text, "~~");
            case "blockquote" -> out().block(prefixed(text, "> ", "> "), 2);
            case "ul", "ol" -> out().block(text, inItem() ? 1 : 2);
            case "li" -> item(e, text);
            case "dt" -> out().block(text.isEmpty() ? "" : "**" + inOneLine(text) + "**", 2);
            case "dd" -> out().block(text.isEmpty() ? "" : prefixed(text, ": ", "  "), 1);
            default -> heading(tag.charAt(1) - '0', text);
        }
    }

    private boolean inItem() {
        return open.element().element.normalName().equals("li");
    }

    private void heading(int level, String text) {
        String line = inOneLine(text);
        out().block(line.isEmpty() ? "" : "#".repeat(level) + " " + line, 2);
    }

    private static String inOneLine(String text) {
        return text.replaceAll("\\\\?\n+", " ");
    }

    private void item(Element li, String text) {
        Frame list = open.element();
        boolean ordered = list.element.normalName().equals("ol");
        if (text.isEmpty()) {
            return;
        }
        String marker = ordered ? number(list) + ". " : "- ";
        list.items++;
        boolean loose = list.text.hasBlankLine() || text.contains("\n\n");
        list.text.block(prefixed(text, marker, " ".repeat(marker.length())), loose && list.items > 1 ? 2 : 1);
    }

    private static int number(Frame list) {
        int start = 1;
        try {
            start = Integer.parseInt(list.element.attr("start").strip());
        } catch (NumberFormatException none) {
            // No usable start: counts from one, as browsers do.
        }
        return Math.max(0, start) + list.items;
    }

    private void link(Element a, MarkdownText inner) {
        String text = inner.finished();
        String href = a.attr("href").strip();
        if (text.isEmpty()) {
            text = MarkdownText.escape(a.attr("title").isEmpty() ? a.attr("aria-label") : a.attr("title"));
        }
        if (text.isEmpty() || href.isEmpty() || href.equals("#")) {
            out().inline(inner.spaced(text));
            return;
        }
        Matcher heading = HEADING_LINE.matcher(text);
        String said = a.attr("title").strip().replaceAll("\\s+", " ");
        String title = said.isEmpty() ? "" : " \"" + said.replaceAll("[\\\\\"]", "\\\\$0") + "\"";
        String target = "](" + MarkdownText.destination(absolute(href)) + title + ")";
        if (heading.lookingAt() && heading.end() == text.length()) {
            out().block(heading.group(1) + " [" + heading.group(2) + target, 2);
        } else {
            String line = text.replaceFirst("^#{1,6} ", "").replaceAll("\\\\?\n+(#{1,6} |[-*] |> )?", " ");
            out().inline(inner.spaced("[" + line + target));
        }
    }

    private String absolute(String href) {
        return href.startsWith("#") || href.startsWith("data:")
                ? href
                : page.resolve(href).orElse(href);
    }

    private void emphasis(Element e, MarkdownText inner, String mark) {
        String text = inner.finished();
        if (text.isEmpty()) {
            return;
        }
        if (text.contains("\n\n") || isNested(e, mark)) {
            out().inline(inner.spaced(text));
            return;
        }
        String core = Spot.strip(text);
        int from = text.indexOf(core);
        String before = text.substring(0, from);
        String after = text.substring(from + core.length());
        boolean wordBefore = before.isEmpty() && !inner.startsWithSpace() && out().endsInWord();
        boolean wordAfter = after.isEmpty() && nextIsWord(e, inner);
        if (core.isEmpty()
                || wordBefore && !isWord(core.charAt(0))
                || wordAfter && !isWord(core.charAt(core.length() - 1))) {
            // Between a word and a punctuation mark no Markdown can begin or end it.
            out().inline(inner.spaced(text));
            return;
        }
        String m = mark.equals("_") && (wordBefore || wordAfter) ? "*" : mark;
        boolean goesOn = before.isEmpty() && !inner.startsWithSpace() && out().reopens(m);
        out().inline(inner.spaced(before + (goesOn ? "" : m) + core + m + after));
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || Character.isSurrogate(c);
    }

    private boolean isNested(Element e, String mark) {
        for (Frame frame : open) {
            String tag = frame.element.normalName();
            boolean same = mark.equals("**") && (tag.equals("strong") || tag.equals("b"))
                    || mark.equals("_") && (tag.equals("em") || tag.equals("i"));
            if (same) {
                return true;
            }
        }
        return false;
    }

    private static boolean nextIsWord(Element e, MarkdownText inner) {
        return !inner.endsWithSpace()
                && e.nextSibling() instanceof TextNode next
                && !next.getWholeText().isEmpty()
                && Character.isLetterOrDigit(next.getWholeText().charAt(0));
    }

    private void image(Element img) {
        String src = img.attr("src").strip();
        if (src.isEmpty()) {
            return;
        }
        String alt = MarkdownText.escape(img.attr("alt").replaceAll("\\s+", " "));
        String target = src.startsWith("data:") ? "<Base64-Image-Removed>" : MarkdownText.destination(absolute(src));
        out().inline("![" + alt + "](" + target + ")");
    }

    private void checkbox(Element input) {
        if (input.attr("type").toLowerCase(Locale.ROOT).equals("checkbox") && input.closest("li") != null) {
            out().inline(input.hasAttr("checked") ? "[x] " : "[ ] ");
        }
    }

    private static String codeSpan(String code) {
        String line = code.replaceAll("\\s*\n\\s*", " ");
        if (line.isBlank()) {
            return "";
        }
        String ticks = "`".repeat(longestRun(line, '`') + 1);
        boolean pad = line.startsWith("`") || line.endsWith("`");
        return ticks + (pad ? " " + line + " " : line) + ticks;
    }

    private static String fence(Element pre) {
        Element code = pre.selectFirst("code");
        pre.select("br").forEach(br -> br.before(new TextNode("\n")));
        String text = pre.wholeText().replaceAll("\\s+$", "").replaceFirst("^\n", "");
        String ticks = "`".repeat(Math.max(3, longestRun(text, '`') + 1));
        return ticks + language(code == null ? pre : code, pre) + "\n" + text + "\n" + ticks;
    }

    private static String language(Element code, Element pre) {
        Matcher m = LANGUAGE.matcher(code.className() + " " + pre.className() + " " + parentClass(pre));
        return m.find() ? m.group(1) : "";
    }

    private static String parentClass(Element pre) {
        Element parent = pre.parent();
        return parent == null ? "" : parent.className();
    }

    private static int longestRun(String text, char c) {
        int longest = 0;
        for (int i = 0, run = 0; i < text.length(); i++) {
            run = text.charAt(i) == c ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return longest;
    }

    private static String prefixed(String text, String first, String rest) {
        return text.isEmpty() ? "" : first + text.replace("\n", "\n" + rest).replaceAll("(?m)^((?:> ?)*) +$", "$1");
    }
}
