package io.trawl.table;

import io.trawl.Document;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;

/** What is different between two runs: which rows came, which went, and which are not what they were. */
public final class Differences {
    /** What tells rows apart where nobody says so. */
    private static final List<String> USUAL = List.of("url", "link", "href", "id", "isbn", "sku");

    /** Of a run of pages, these say nothing of the page. */
    private static final List<String> INCIDENTAL = List.of("ms");

    private final List<String> columns;
    private final List<String> key;

    private Differences(List<String> columns, List<String> key) {
        this.columns = columns;
        this.key = key;
    }

    /**
     * A row per difference: {@code change} (added, removed, changed), the columns of the row (as it is; a removed one as it
     * was), and {@code was}: what a changed row was before, {@code price 51.77; stock 3}.
     *
     * @param key the columns that tell rows apart; none for the first there is of the usual ones, else the whole row
     * @throws IllegalArgumentException where a column is not there
     */
    public static Table of(List<?> before, List<?> now, List<String> key) {
        Rows old = rows(before);
        Rows fresh = rows(now);
        List<String> columns = now.isEmpty() ? old.columns() : fresh.columns();
        var differences = new Differences(columns, key(columns, key));
        return differences.table(differences.keyed(old), differences.keyed(fresh));
    }

    /** Of documents also their text, as what may have changed. */
    private static Rows rows(List<?> values) {
        Rows rows = Rows.of(values);
        if (values.isEmpty() || !values.stream().allMatch(Document.class::isInstance)) {
            return rows;
        }
        var columns = new ArrayList<>(rows.columns());
        columns.removeAll(INCIDENTAL);
        columns.add("text");
        var pages = new ArrayList<List<@Nullable Object>>();
        for (Object value : values) {
            var page = (Document) value;
            String digest = Integer.toHexString(page.markdown().hashCode());
            pages.add(List.of(page.url(), page.title(), page.status(), page.words(), digest));
        }
        return new Rows(columns, pages);
    }

    private static List<String> key(List<String> columns, List<String> wanted) {
        for (String name : wanted) {
            if (!columns.contains(name)) {
                throw new IllegalArgumentException(
                        "there is no column " + name + " to tell rows apart by: one of " + columns);
            }
        }
        return wanted.isEmpty()
                ? USUAL.stream()
                        .filter(columns::contains)
                        .findFirst()
                        .map(List::of)
                        .orElse(columns)
                : wanted;
    }

    /** Rows by key and, where several have the same, by which of them it is. */
    private Map<List<@Nullable Object>, Map<String, @Nullable Object>> keyed(Rows rows) {
        var all = new LinkedHashMap<List<@Nullable Object>, Map<String, @Nullable Object>>();
        for (List<@Nullable Object> cells : rows.rows()) {
            var row = new LinkedHashMap<String, @Nullable Object>();
            for (int i = 0; i < rows.columns().size(); i++) {
                row.put(rows.columns().get(i), comparable(cells.get(i)));
            }
            var id = new ArrayList<@Nullable Object>();
            key.forEach(name -> id.add(row.get(name)));
            id.add(0);
            for (int i = 1; all.containsKey(id); i++) {
                id.set(id.size() - 1, i);
            }
            all.put(id, row);
        }
        return all;
    }

    /** Records are compared by what they say, as the type may have been declared anew; numbers by their value. */
    private static @Nullable Object comparable(@Nullable Object cell) {
        if (cell instanceof java.math.BigDecimal d) {
            return d.signum() == 0 ? java.math.BigDecimal.ZERO : d.stripTrailingZeros();
        }
        return cell != null && (Json.isNested(cell) || cell instanceof Enum<?>) ? Json.text(cell) : cell;
    }

    private Table table(
            Map<List<@Nullable Object>, Map<String, @Nullable Object>> old,
            Map<List<@Nullable Object>, Map<String, @Nullable Object>> fresh) {
        var rows = new ArrayList<List<@Nullable Object>>();
        fresh.forEach((id, row) -> {
            var before = old.get(id);
            if (before == null) {
                rows.add(row("added", row, ""));
            } else if (!was(before, row).isEmpty()) {
                rows.add(row("changed", row, was(before, row)));
            }
        });
        old.forEach((id, row) -> {
            if (!fresh.containsKey(id)) {
                rows.add(row("removed", row, ""));
            }
        });
        var names = new ArrayList<>(List.of("change"));
        names.addAll(columns);
        names.add("was");
        return new Rows(names, rows).table("differences");
    }

    private List<@Nullable Object> row(String change, Map<String, @Nullable Object> row, String was) {
        var cells = new ArrayList<@Nullable Object>(Arrays.asList(change));
        columns.forEach(c -> cells.add(row.get(c)));
        cells.add(was);
        return cells;
    }

    private static String was(Map<String, @Nullable Object> before, Map<String, @Nullable Object> now) {
        var parts = new ArrayList<String>();
        now.forEach((name, cell) -> {
            if (before.containsKey(name) && !Objects.equals(before.get(name), cell)) {
                Object old = before.get(name);
                parts.add(name + " " + (old instanceof java.math.BigDecimal d ? d.toPlainString() : old));
            }
        });
        return String.join("; ", parts);
    }
}
