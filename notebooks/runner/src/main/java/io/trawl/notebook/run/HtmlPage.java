package io.trawl.notebook.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/**
 * An executed notebook as one page that needs nothing else. Prose is rendered with its HTML escaped; an output's HTML is
 * taken as its renderer made it, and a policy in the page's head lets no script run, no request leave and no form post,
 * whatever an output holds.
 */
final class HtmlPage {

    private static final Pattern CONTROL = Pattern.compile("\u001B\\[[0-9;]*[A-Za-z]|[\\p{Cc}&&[^\\n\\t]]");
    private static final List<Extension> EXTENSIONS = List.of(TablesExtension.create());
    private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();
    private static final HtmlRenderer PROSE = HtmlRenderer.builder()
            .extensions(EXTENSIONS)
            .escapeHtml(true)
            .sanitizeUrls(true)
            .build();

    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'; \
            form-action 'none'; base-uri 'none'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>%s</title>
            <style>
            :root { --ink: #1b1f24; --quiet: #59636e; --line: #d6dbe1; --code: #f5f6f8; --bad: #b3261e; --link: #0a58ca; --paper: #fff; }
            @media (prefers-color-scheme: dark) {
              :root { --ink: #e3e6ea; --quiet: #98a1ab; --line: #363c44; --code: #1d2127; --bad: #ff8a80; --link: #7cb2ff; --paper: #14171b; }
            }
            body { margin: 2.5rem auto 5rem; max-width: 62rem; padding: 0 1.25rem; color: var(--ink); background: var(--paper);
              font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
            a { color: var(--link); }
            h1, h2, h3 { line-height: 1.25; margin: 2.2rem 0 .6rem; }
            h1 { margin-top: 0; }
            .prose { max-width: 46rem; }
            .prose code, pre { font: 13.5px/1.5 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
            pre { margin: 0; overflow-x: auto; }
            .cell { margin: 1.1rem 0; }
            .in, .out { display: grid; grid-template-columns: 3.5rem minmax(0, 1fr); align-items: start; }
            .in > pre, .prose pre { background: var(--code); border: 1px solid var(--line); border-radius: 4px; padding: .6rem .8rem; }
            .out > div, .out > pre { padding: .45rem .8rem; overflow-x: auto; }
            .n { color: var(--quiet); font: 12px/2 ui-monospace, Menlo, Consolas, monospace; text-align: right; padding: .6rem .7rem 0 0; }
            .out .n { padding-top: .4rem; }
            .stdout, .stderr, .error { white-space: pre-wrap; overflow-wrap: anywhere; }
            .stderr, .error { border-left: 3px solid var(--bad); }
            table { border-collapse: collapse; font-size: 14px; }
            th, td { padding: .22rem .7rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
            img { max-width: 100%%; }
            </style>
            </head>
            <body>
            """;

    private final StringBuilder page = new StringBuilder();

    private HtmlPage() {}

    /** @param name the page's title, where the notebook has none */
    static String of(Notebook notebook, String name) {
        var html = new HtmlPage();
        html.page.append(HEAD.formatted(escape(notebook.title().isEmpty() ? name : notebook.title())));
        notebook.cells().forEach(html::cell);
        return html.page.append("</body>\n</html>\n").toString();
    }

    private void cell(Notebook.Cell cell) {
        switch (cell.type()) {
            case "markdown" ->
                page.append("<section class=\"prose\">\n")
                        .append(PROSE.render(PARSER.parse(cell.source())))
                        .append("</section>\n");
            case "code" -> {
                JsonNode count = cell.node().path("execution_count");
                page.append("<section class=\"cell\">\n<div class=\"in\">")
                        .append(number(count.isInt() ? count.asText() : " "))
                        .append(pre("", cell.source()))
                        .append("</div>\n");
                cell.outputs().forEach(this::output);
                page.append("</section>\n");
            }
            default -> page.append(pre("", cell.source()));
        }
    }

    private void output(JsonNode output) {
        String type = output.path("output_type").asText();
        page.append("<div class=\"out\">");
        switch (type) {
            case "stream" ->
                page.append(number("")).append(pre(output.path("name").asText(), Notebook.text(output.path("text"))));
            case "error" -> {
                var lines = new StringBuilder();
                output.path("traceback")
                        .forEach(line -> lines.append(line.asText()).append('\n'));
                page.append(number("")).append(pre("error", lines.toString()));
            }
            default ->
                page.append(number(
                                type.equals("execute_result")
                                        ? output.path("execution_count").asText()
                                        : ""))
                        .append(richest(output.path("data")));
        }
        page.append("</div>\n");
    }

    private static String richest(JsonNode data) {
        if (data.has("text/html")) {
            return "<div>" + Notebook.text(data.path("text/html")) + "</div>";
        }
        if (data.has("image/svg+xml")) {
            byte[] svg = Notebook.text(data.path("image/svg+xml")).getBytes(StandardCharsets.UTF_8);
            return image("image/svg+xml", Base64.getEncoder().encodeToString(svg), data);
        }
        for (String type : List.of("image/png", "image/jpeg", "image/gif", "image/webp")) {
            if (data.has(type)) {
                return image(type, Notebook.text(data.path(type)).replaceAll("\\s", ""), data);
            }
        }
        if (data.has("text/markdown")) {
            return "<div>" + PROSE.render(PARSER.parse(Notebook.text(data.path("text/markdown")))) + "</div>";
        }
        return pre("", Notebook.text(data.path("text/plain")));
    }

    private static String image(String type, String base64, JsonNode data) {
        return "<div><img alt=\"" + escape(Notebook.text(data.path("text/plain"))) + "\" src=\"data:" + type
                + ";base64," + escape(base64) + "\"></div>";
    }

    private static String number(String count) {
        return "<div class=\"n\">" + (count.isEmpty() ? "" : "[" + escape(count) + "]") + "</div>";
    }

    private static String pre(String style, String text) {
        String open = style.isEmpty() ? "<pre>" : "<pre class=\"" + escape(style) + "\">";
        return open + escape(CONTROL.matcher(text).replaceAll("")) + "</pre>";
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
