package io.trawl.kernel.draw;

import io.trawl.kernel.api.Bundle;
import io.trawl.kernel.api.Escape;
import io.trawl.kernel.api.Grid;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Collections, maps, arrays and records: as a table where their elements have parts or draw themselves, else as text. Only
 * the first {@value #SHOWN} elements are looked at.
 */
final class Tables {

    static final int MOST_COLUMNS = 40;

    private static final int SHOWN = 20;
    private static final int FEW = 10;
    private static final int DEEPEST = 2;
    private static final int SHORT_TEXT = 80;
    private static final int SHORT_LINE = 100;

    private final Canvas canvas;
    private final Drawing drawing;

    Tables(Canvas canvas) {
        this.canvas = canvas;
        this.drawing = canvas.drawing();
    }

    Bundle draw(Object value) {
        if (value instanceof Map<?, ?> map) {
            return entries(map);
        }
        if (value instanceof Collection<?> || value instanceof Object[]) {
            Collection<?> elements = value instanceof Object[] array ? Arrays.asList(array) : (Collection<?>) value;
            return elements(elements, value);
        }
        Sheet sheet = sheet("", List.of("component", "value"), 0);
        Properties.record(value).forEach((name, v) -> sheet.add(name, v));
        return sheet.beside(drawing.words(value), value.getClass().getSimpleName());
    }

    private Bundle entries(Map<?, ?> map) {
        String text = drawing.words(map);
        if (map.isEmpty()) {
            return Bundle.text(text);
        }
        Sheet sheet = sheet(counted(map.size(), "entry", "entries"), List.of("key", "value"), map.size());
        for (Map.Entry<?, ?> e : map.entrySet()) {
            if (sheet.rows.size() == SHOWN) {
                break;
            }
            sheet.add(e.getKey(), e.getValue());
        }
        return text.length() <= SHORT_LINE && text.indexOf('\n') < 0 ? sheet.beside(text, sheet.caption) : sheet.show();
    }

    private Bundle elements(Collection<?> elements, Object value) {
        var first = new ArrayList<@Nullable Object>(SHOWN);
        for (Object element : elements) {
            if (first.size() == SHOWN) {
                break;
            }
            first.add(element);
        }
        String caption = counted(elements.size(), "element", "elements");
        if (!first.isEmpty() && elements.size() <= SHOWN && first.stream().allMatch(drawing::isDrawn)) {
            return stack(first);
        }
        var rows = new ArrayList<Map<String, @Nullable Object>>();
        for (Object element : first) {
            Map<String, @Nullable Object> parts =
                    drawing.isDrawn(element) ? null : Properties.of(element, drawing::line);
            if (parts != null) {
                rows.add(parts);
            }
        }
        if (!rows.isEmpty() && rows.size() == first.size()) {
            return columns(rows, caption, elements.size());
        }
        if (rows.isEmpty() && first.stream().noneMatch(this::isMoreThanAWord)) {
            return Bundle.text(drawing.words(value));
        }
        Sheet sheet = sheet(caption, List.of("value"), elements.size());
        first.forEach(sheet::add);
        return sheet.show();
    }

    private boolean isMoreThanAWord(@Nullable Object element) {
        return drawing.isDrawn(element) || element instanceof CharSequence text && text.length() > SHORT_TEXT;
    }

    /** Elements that draw themselves, one below the other. */
    private Bundle stack(List<@Nullable Object> elements) {
        List<Canvas.Part> parts = elements.stream().map(canvas::part).toList();
        return canvas.show(() -> Bundle.text(
                        parts.stream().map(p -> p.now().text()).collect(Collectors.joining("\n")))
                .html(parts.stream()
                        .map(p -> "<div>" + p.now().asHtml() + "</div>")
                        .collect(Collectors.joining("", "<div class=\"trawl\">", "</div>"))));
    }

    /** A column for each name that any of the rows has. */
    private Bundle columns(List<Map<String, @Nullable Object>> rows, String caption, int total) {
        Set<String> names = new LinkedHashSet<>();
        rows.forEach(row -> names.addAll(row.keySet()));
        List<String> shown = names.stream().limit(MOST_COLUMNS).toList();
        String more = names.size() > shown.size() ? ", showing " + shown.size() + " of their columns" : "";
        Sheet sheet = sheet(caption + more, shown.isEmpty() ? List.of("value") : shown, total);
        rows.forEach(row -> sheet.add(shown.stream().map(row::get).toArray()));
        return sheet.show();
    }

    private static String counted(int n, String one, String many) {
        return String.format(Locale.ROOT, "%,d ", n) + (n == 1 ? one : many);
    }

    private Sheet sheet(String caption, List<String> columns, int total) {
        return new Sheet(caption, columns, total);
    }

    /** A table being filled: numbers and texts as they are, the rest drawn, nested or in words. */
    private final class Sheet {
        private final String caption;
        private final List<String> columns;
        private final int total;
        private final List<List<@Nullable Object>> rows = new ArrayList<>();

        Sheet(String caption, List<String> columns, int total) {
            this.caption = caption;
            this.columns = columns;
            this.total = total;
        }

        void add(@Nullable Object... values) {
            var row = new ArrayList<@Nullable Object>();
            for (Object value : values) {
                row.add(cell(value, 1));
            }
            rows.add(row);
        }

        Bundle show() {
            return canvas.show(() -> grid(caption).bundle());
        }

        /** With another text: the one that Java's users know. */
        Bundle beside(String text, String name) {
            return canvas.show(() -> {
                Bundle table = grid(name).bundle();
                return Bundle.text(text)
                        .html(table.asHtml())
                        .markdown(String.valueOf(table.data().get(Bundle.MARKDOWN)));
            });
        }

        private Grid grid(String name) {
            return new Grid(
                    name,
                    columns,
                    rows.stream()
                            .map(row -> row.stream()
                                    .map(v -> v instanceof Canvas.Changing part ? part.now() : v)
                                    .collect(Collectors.<@Nullable Object>toList()))
                            .toList(),
                    total);
        }
    }

    private @Nullable Object cell(@Nullable Object value, int depth) {
        if (value == null || value instanceof Number || value instanceof Boolean) {
            return value;
        }
        if (value instanceof Properties.Failed failed) {
            return "(threw " + failed.error().getClass().getSimpleName() + ")";
        }
        if (drawing.isDrawn(value)) {
            return canvas.part(value);
        }
        if (value instanceof Optional<?> optional) {
            return optional.isEmpty() ? null : cell(optional.get(), depth);
        }
        if (value instanceof Collection<?> elements) {
            return listed(elements);
        }
        boolean parted = value instanceof Map || value.getClass().isRecord();
        return parted && depth <= DEEPEST ? nested(value, depth) : drawing.line(value);
    }

    /** A record or map in a cell: its own small table, in text its own words. */
    private Object nested(Object value, int depth) {
        Map<String, @Nullable Object> parts =
                value instanceof Map ? Properties.of(value, drawing::line) : Properties.record(value);
        if (parts == null || parts.isEmpty()) {
            return drawing.line(value);
        }
        var cells = new LinkedHashMap<String, @Nullable Object>();
        parts.entrySet().stream().limit(SHOWN).forEach(e -> cells.put(e.getKey(), cell(e.getValue(), depth + 1)));
        int size = value instanceof Map<?, ?> m ? m.size() : parts.size();
        String missing = size > cells.size() ? "showing " + cells.size() + " of " + size : "";
        String text = drawing.line(value);
        return (Canvas.Changing) () -> Bundle.text(text).html(small(cells, missing));
    }

    private static String small(Map<String, @Nullable Object> cells, String missing) {
        var html = new StringBuilder("<table><tbody>");
        cells.forEach((name, cell) -> html.append(
                        "<tr><th scope=\"row\" style=\"text-align:left;font-weight:normal;opacity:0.7\">")
                .append(Escape.piece(name))
                .append("</th><td style=\"text-align:left\">")
                .append(html(cell))
                .append("</td></tr>"));
        html.append("</tbody></table>");
        return missing.isEmpty()
                ? html.toString()
                : html.append("<div>").append(missing).append("</div>").toString();
    }

    private static String html(@Nullable Object cell) {
        return cell instanceof Canvas.Changing part
                ? part.now().asHtml()
                : cell == null ? "" : Escape.pieceOrLink(cell.toString());
    }

    /** A collection in a cell: how many there are where not all are said, and its first elements in words. */
    private String listed(Collection<?> values) {
        var text = new StringJoiner(", ", "[", values.size() > FEW ? ", …]" : "]");
        values.stream()
                .limit(FEW)
                .forEach(value -> text.add(
                        value instanceof Collection<?> inner
                                ? "[" + counted(inner.size(), "element", "elements") + "]"
                                : drawing.line(value)));
        return values.size() > FEW ? counted(values.size(), "element", "elements") + ": " + text : text.toString();
    }
}
