package io.trawl.files;

import io.trawl.table.Columns;
import io.trawl.table.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a column holds, before any database or file has a name for it. */
enum Kind {
    TEXT,
    INT,
    LONG,
    DECIMAL,
    FLOAT,
    DOUBLE,
    BOOLEAN,
    DATE,
    TIME,
    TIMESTAMP,
    INSTANT;

    private static final Map<Class<?>, Kind> KINDS = Map.ofEntries(
            Map.entry(int.class, INT),
            Map.entry(Integer.class, INT),
            Map.entry(short.class, INT),
            Map.entry(Short.class, INT),
            Map.entry(byte.class, INT),
            Map.entry(Byte.class, INT),
            Map.entry(Year.class, INT),
            Map.entry(long.class, LONG),
            Map.entry(Long.class, LONG),
            Map.entry(BigInteger.class, DECIMAL),
            Map.entry(BigDecimal.class, DECIMAL),
            Map.entry(Number.class, DECIMAL),
            Map.entry(float.class, FLOAT),
            Map.entry(Float.class, FLOAT),
            Map.entry(double.class, DOUBLE),
            Map.entry(Double.class, DOUBLE),
            Map.entry(boolean.class, BOOLEAN),
            Map.entry(Boolean.class, BOOLEAN),
            Map.entry(LocalDate.class, DATE),
            Map.entry(LocalTime.class, TIME),
            Map.entry(LocalDateTime.class, TIMESTAMP),
            Map.entry(Instant.class, INSTANT),
            Map.entry(OffsetDateTime.class, INSTANT),
            Map.entry(ZonedDateTime.class, INSTANT),
            Map.entry(Date.class, INSTANT));

    /** What a column of that type holds; what has parts, and whatever else there is, is text. */
    static Kind of(Class<?> type) {
        return KINDS.getOrDefault(type, TEXT);
    }

    /**
     * What each column holds.
     *
     * @param first rows, for columns whose type says nothing
     */
    static List<Kind> of(Columns columns, List<List<@Nullable Object>> first) {
        var kinds = new ArrayList<Kind>();
        for (int i = 0; i < columns.columns().size(); i++) {
            Class<?> type = columns.columns().get(i).type();
            int at = i;
            kinds.add(
                    type != Object.class
                            ? of(type)
                            : first.stream()
                                    .map(row -> row.get(at))
                                    .filter(Objects::nonNull)
                                    .findFirst()
                                    .map(cell -> of(cell.getClass()))
                                    .orElse(TEXT));
        }
        return kinds;
    }

    /**
     * A value as this kind has it: String, Integer, Long, BigDecimal, Float, Double, Boolean, or a {@code java.time} value.
     *
     * @throws IllegalArgumentException where it is of another kind
     */
    @Nullable
    Object of(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        return switch (this) {
            case TEXT -> text(value);
            case INT ->
                value instanceof Year year
                        ? (Object) year.getValue()
                        : number(value).intValueExact();
            case LONG -> number(value).longValueExact();
            case DECIMAL -> number(value);
            case FLOAT ->
                value instanceof Number n
                        ? n.floatValue()
                        : (Object) number(value).floatValue();
            case DOUBLE ->
                value instanceof Number n
                        ? n.doubleValue()
                        : (Object) number(value).doubleValue();
            case INSTANT -> instant(value);
            case BOOLEAN -> same(value, Boolean.class);
            case DATE -> same(value, LocalDate.class);
            case TIME -> same(value, LocalTime.class);
            case TIMESTAMP -> same(value, LocalDateTime.class);
        };
    }

    /** The value that {@link #of} gave, from its {@code toString}. */
    Object read(String text) {
        return switch (this) {
            case TEXT -> text;
            case INT -> Integer.valueOf(text);
            case LONG -> Long.valueOf(text);
            case DECIMAL -> new BigDecimal(text);
            case FLOAT -> Float.valueOf(text);
            case DOUBLE -> Double.valueOf(text);
            case BOOLEAN -> Boolean.valueOf(text);
            case DATE -> LocalDate.parse(text);
            case TIME -> LocalTime.parse(text);
            case TIMESTAMP -> LocalDateTime.parse(text);
            case INSTANT -> Instant.parse(text);
        };
    }

    private Object same(Object value, Class<?> type) {
        if (!type.isInstance(value)) {
            throw mismatch(value);
        }
        return value;
    }

    private BigDecimal number(Object value) {
        try {
            return value instanceof BigDecimal d
                    ? d
                    : value instanceof Number ? new BigDecimal(value.toString()) : new BigDecimal(text(value));
        } catch (NumberFormatException e) {
            throw mismatch(value);
        }
    }

    private Instant instant(Object value) {
        if (value instanceof Instant instant) {
            return instant;
        }
        if (value instanceof OffsetDateTime time) {
            return time.toInstant();
        }
        if (value instanceof ZonedDateTime time) {
            return time.toInstant();
        }
        if (value instanceof Date date) {
            return Instant.ofEpochMilli(date.getTime());
        }
        throw mismatch(value);
    }

    private IllegalArgumentException mismatch(Object value) {
        return new IllegalArgumentException("a " + value.getClass().getSimpleName() + " in a column of kind " + this
                + ": a column holds values of one kind");
    }

    /** As text, well formed: databases keep neither NUL nor half a character, which become U+FFFD as in HTML. */
    static String text(Object value) {
        String text = Json.isNested(value) ? Json.text(value) : value.toString();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) {
                return wellFormed(text);
            }
        }
        return text;
    }

    private static String wellFormed(String text) {
        var out = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> c == 0 || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? '\uFFFD' : c)
                .forEach(out::appendCodePoint);
        return out.toString();
    }
}
