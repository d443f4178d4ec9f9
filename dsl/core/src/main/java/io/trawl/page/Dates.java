package io.trawl.page;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Dates and times as they stand in texts, to the type a record wants; the rule is that of {@link io.trawl.Css}. */
final class Dates {
    private static final Set<Class<?>> TYPES = Set.of(
            LocalDate.class,
            LocalDateTime.class,
            LocalTime.class,
            OffsetDateTime.class,
            ZonedDateTime.class,
            Instant.class,
            YearMonth.class,
            Year.class);

    private Dates() {}

    static boolean reads(Class<?> type) {
        return TYPES.contains(type);
    }

    /**
     * @param format the one form to read; empty for those that the text may have
     * @param locale null where nothing says so
     * @throws DateTimeException where the text is none
     */
    static Object read(String text, Class<?> type, String format, Supplier<@Nullable Locale> locale) {
        DateText found =
                format.isEmpty() ? DateText.in(text, locale) : formatted(text, formatter(format, locale.get()));
        if (type == LocalTime.class) {
            return some(found.time(), "no time");
        }
        if (type == Year.class) {
            return Year.of(found.year());
        }
        if (type == YearMonth.class) {
            return YearMonth.of(found.year(), some(found.month(), "no month"));
        }
        LocalDate date = found.date();
        if (type == LocalDate.class) {
            return date;
        }
        LocalTime time = found.time();
        LocalDateTime local = time == null ? date.atStartOfDay() : date.atTime(time);
        if (type == LocalDateTime.class) {
            return local;
        }
        ZonedDateTime zoned = local.atZone(some(found.zone(), "no offset, so LocalDateTime it is"));
        return type == Instant.class
                ? zoned.toInstant()
                : type == OffsetDateTime.class ? zoned.toOffsetDateTime() : zoned;
    }

    private static <T> T some(@Nullable T part, String otherwise) {
        if (part == null) {
            throw new DateTimeException(otherwise);
        }
        return part;
    }

    /** @throws IllegalArgumentException where it is no pattern */
    static DateTimeFormatter formatter(String format, @Nullable Locale locale) {
        return new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendPattern(format)
                .toFormatter(Objects.requireNonNullElse(locale, Locale.ENGLISH));
    }

    private static DateText formatted(String text, DateTimeFormatter formatter) {
        TemporalAccessor parsed = formatter.parse(text);
        LocalDate date = parsed.query(TemporalQueries.localDate());
        ZoneId zone = parsed.query(TemporalQueries.zone());
        if (date == null) {
            boolean month = parsed.isSupported(java.time.temporal.ChronoField.MONTH_OF_YEAR);
            boolean year = parsed.isSupported(java.time.temporal.ChronoField.YEAR);
            return new DateText(
                    year ? parsed.get(java.time.temporal.ChronoField.YEAR) : null,
                    month ? parsed.get(java.time.temporal.ChronoField.MONTH_OF_YEAR) : null,
                    null,
                    parsed.query(TemporalQueries.localTime()),
                    zone);
        }
        return new DateText(
                date.getYear(),
                date.getMonthValue(),
                date.getDayOfMonth(),
                parsed.query(TemporalQueries.localTime()),
                zone == null ? offset(parsed) : zone);
    }

    private static @Nullable ZoneOffset offset(TemporalAccessor parsed) {
        return parsed.query(TemporalQueries.offset());
    }
}
