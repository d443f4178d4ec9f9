package io.trawl.kernel.api.widget;

import io.trawl.kernel.api.Bundle;
import io.trawl.kernel.api.Grid;
import io.trawl.kernel.api.Rows;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which rows of a table are looked at, and in which order. */
final class RowOrder {

    /** Of texts. */
    private static final Comparator<Object> TEXT = Comparator.comparing(Object::toString, String.CASE_INSENSITIVE_ORDER)
            .thenComparing(Object::toString);

    private final Rows rows;

    RowOrder(Rows rows) {
        this.rows = rows;
    }

    /**
     * The rows in each of which every word stands in some cell, in whatever case.
     *
     * @param column to sort by; -1 for the order as it is
     */
    int[] of(String words, int column, boolean descending) {
        int[] kept = filtered(words);
        return column < 0 ? kept : sorted(kept, column, descending);
    }

    private int[] filtered(String words) {
        List<String> wanted = Stream.of(words.toLowerCase(Locale.ROOT).split("\\s+"))
                .filter(w -> !w.isEmpty())
                .toList();
        IntStream all = IntStream.range(0, rows.size());
        return (wanted.isEmpty() ? all : all.filter(row -> hasAll(row, wanted))).toArray();
    }

    private boolean hasAll(int row, List<String> wanted) {
        var text = new StringBuilder();
        for (int c = 0; c < rows.columns().size(); c++) {
            text.append(text(rows.cell(row, c))).append('\n');
        }
        String whole = text.toString().toLowerCase(Locale.ROOT);
        return wanted.stream().allMatch(whole::contains);
    }

    /** Equal ones stay as they were; what is missing comes last either way. */
    private int[] sorted(int[] kept, int column, boolean descending) {
        var keys = new Object[kept.length];
        for (int i = 0; i < kept.length; i++) {
            keys[i] = rows.cell(kept[i], column);
        }
        Comparator<Object> order = order(keys);
        if (order == TEXT) {
            Arrays.setAll(keys, i -> keys[i] == null ? null : text(keys[i]));
        }
        Comparator<Object> directed = descending ? order.reversed() : order;
        return IntStream.range(0, kept.length)
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> keys[i], Comparator.nullsLast(directed)))
                .mapToInt(i -> kept[i])
                .toArray();
    }

    private static Comparator<Object> order(Object[] keys) {
        if (all(keys, Number.class)) {
            return (a, b) -> compare((Number) a, (Number) b);
        }
        Class<?> type = Arrays.stream(keys)
                .filter(Objects::nonNull)
                .findFirst()
                .<Class<?>>map(Object::getClass)
                .orElse(Object.class);
        if (type != String.class && Comparable.class.isAssignableFrom(type) && all(keys, type)) {
            return RowOrder::natural;
        }
        return TEXT;
    }

    private static boolean all(Object[] keys, Class<?> type) {
        return Arrays.stream(keys).allMatch(key -> key == null || type.isInstance(key));
    }

    @SuppressWarnings("unchecked") // all of one class that is Comparable
    private static int natural(Object a, Object b) {
        return ((Comparable<Object>) a).compareTo(b);
    }

    private static int compare(Number a, Number b) {
        return a instanceof BigDecimal x && b instanceof BigDecimal y
                ? x.compareTo(y)
                : a instanceof Long || b instanceof Long
                        ? decimal(a).compareTo(decimal(b))
                        : Double.compare(a.doubleValue(), b.doubleValue());
    }

    /** Longs differ where doubles do not. */
    private static BigDecimal decimal(Number n) {
        return n instanceof Long l
                ? BigDecimal.valueOf(l)
                : Double.isFinite(n.doubleValue())
                        ? BigDecimal.valueOf(n.doubleValue())
                        : BigDecimal.valueOf(Math.signum(n.doubleValue())).movePointRight(400);
    }

    static String text(@Nullable Object value) {
        return value == null ? "" : value instanceof Bundle b ? b.text() : Grid.text(value);
    }
}
