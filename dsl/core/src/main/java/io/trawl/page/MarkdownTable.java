package io.trawl.page;

import io.trawl.site.Resolver;
import java.util.ArrayList;
import java.util.List;
import org.jsoup.nodes.Element;

/** A GFM table of an HTML one: spans become empty cells, a table without a header row gets an empty one. */
final class MarkdownTable {
    private MarkdownTable() {}

    static String of(Element table, Resolver page) {
        List<Element> rows = table.select("tr").stream()
                .filter(tr -> tr.closest("table") == table)
                .toList();
        List<List<String>> cells = rows.stream().map(tr -> cells(tr, page)).toList();
        int width = cells.stream().mapToInt(List::size).max().orElse(0);
        if (width == 0) {
            return "";
        }
        if (isLayout(table, width)) {
            return String.join(
                            "\n\n",
                            cells.stream()
                                    .flatMap(List::stream)
                                    .filter(c -> !c.isEmpty())
                                    .toList())
                    .replace("<br>", "\n\n")
                    .replace("\\|", "|");
        }
        boolean header = !rows.get(0).select("> th").isEmpty() || rows.get(0).closest("thead") != null;
        var out = new StringBuilder();
        line(out, header ? cells.get(0) : List.of(), width);
        separator(out, rows.get(0), width);
        cells.stream().skip(header ? 1 : 0).forEach(row -> line(out, row, width));
        Element caption = table.selectFirst("> caption");
        if (caption != null) {
            out.append('\n').append(Markdown.of(caption, page));
        }
        return out.toString().stripTrailing();
    }

    /** A table that only places things: no header, one column or tables inside. */
    private static boolean isLayout(Element table, int width) {
        return table.select("th").isEmpty()
                        && (width == 1 || table.select("table").size() > 1)
                || table.attr("role").equals("presentation");
    }

    private static List<String> cells(Element tr, Resolver page) {
        var cells = new ArrayList<String>();
        for (Element cell : tr.select("> td, > th")) {
            cells.add(Markdown.of(cell, page).replace("|", "\\|").replaceAll("\\\\?\n+", "<br>"));
            for (int i = 1; i < span(cell); i++) {
                cells.add("");
            }
        }
        return cells;
    }

    private static int span(Element cell) {
        String span = cell.attr("colspan").strip();
        return span.matches("\\d{1,3}") ? Integer.parseInt(span) : 1;
    }

    private static void line(StringBuilder out, List<String> cells, int width) {
        out.append('|');
        for (int i = 0; i < width; i++) {
            out.append(' ').append(i < cells.size() ? cells.get(i) : "").append(" |");
        }
        out.append('\n');
    }

    private static void separator(StringBuilder out, Element first, int width) {
        out.append('|');
        var cells = first.select("> td, > th");
        for (int i = 0; i < width; i++) {
            String align = i < cells.size() ? cells.get(i).attr("align") : "";
            out.append(
                    switch (align) {
                        case "left" -> " :-- |";
                        case "right" -> " --: |";
                        case "center" -> " :-: |";
                        default -> " --- |";
                    });
        }
        out.append('\n');
    }
}
