package io.trawl.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;

/** The data tables of a page: first row or {@code thead} as names, columns of numbers as numbers. */
public final class HtmlTables {
    private HtmlTables() {}

    public static List<Table> of(Document page) {
        return page.select("table").stream()
                .filter(t -> t.select("table").size() == 1)
                .map(HtmlTables::table)
                .filter(t -> t.columnCount() > 0)
                .toList();
    }

    private static Table table(Element table) {
        var rows = new ArrayList<List<String>>();
        table.select("tr").forEach(tr -> rows.add(cells(tr)));
        int width = rows.stream().mapToInt(List::size).max().orElse(0);
        Element first = table.selectFirst("tr");
        boolean header = first != null
                && !first.select("> th").isEmpty()
                && first.select("> td").isEmpty();
        var names = new ArrayList<String>();
        for (int i = 0; i < width; i++) {
            String name = header && i < rows.get(0).size() ? rows.get(0).get(i) : "";
            names.add(name.isEmpty() ? "column " + (i + 1) : name);
        }
        var body = header ? rows.subList(1, rows.size()) : rows;
        Element caption = table.selectFirst("> caption");
        return typed(names, body).table(caption == null ? "" : caption.text());
    }

    private static List<String> cells(Element tr) {
        var cells = new ArrayList<String>();
        for (Element cell : tr.select("> td, > th")) {
            cells.add(cell.text());
            String span = cell.attr("colspan");
            for (int i = 1; span.matches("\\d{1,3}") && i < Integer.parseInt(span); i++) {
                cells.add("");
            }
        }
        return cells;
    }

    /** A column becomes numbers only where each of its cells, empty ones aside, is a plain number. */
    private static Rows typed(List<String> names, List<List<String>> body) {
        Object[][] values = new Object[body.size()][names.size()];
        for (int c = 0; c < names.size(); c++) {
            int column = c;
            var texts = body.stream()
                    .map(r -> column < r.size() ? r.get(column) : "")
                    .toList();
            boolean whole = texts.stream().allMatch(t -> t.isEmpty() || t.matches("[-+]?\\d{1,18}"));
            boolean number = texts.stream().allMatch(t -> t.isEmpty() || t.matches("[-+]?\\d+(\\.\\d+)?"));
            for (int r = 0; r < values.length; r++) {
                String text = texts.get(r);
                values[r][c] = text.isEmpty() && number
                        ? null
                        : whole ? (Object) Long.valueOf(text) : number ? (Object) Double.valueOf(text) : text;
            }
        }
        return new Rows(
                names,
                Arrays.stream(values)
                        .map(row -> Arrays.<@Nullable Object>asList(row))
                        .toList());
    }
}
