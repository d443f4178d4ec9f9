package io.trawl;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * Dates and times of day on an axis: seconds since 1970-01-01T00:00, of UTC where they have no zone. Written as ISO 8601
 * has them, so that no language is assumed.
 */
final class Moments {
    private static final double DAY = 86_400;
    private static final double[] STEPS = {
        1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, DAY, 2 * DAY, 7 * DAY,
        14 * DAY
    };
    private static final int[] MONTHS = {1, 2, 3, 6};

    private Moments() {}

    /** Where a value stands; empty where it is neither a date nor a time. */
    static OptionalDouble of(Object value) {
        if (value instanceof LocalDate date) {
            return OptionalDouble.of(date.toEpochDay() * DAY);
        } else if (value instanceof LocalTime time) {
            return OptionalDouble.of(time.toNanoOfDay() / 1e9);
        } else if (value instanceof LocalDateTime local) {
            return of(local.toInstant(ZoneOffset.UTC));
        } else if (value instanceof OffsetDateTime there) {
            return of(there.toInstant());
        } else if (value instanceof ZonedDateTime there) {
            return of(there.toInstant());
        } else if (value instanceof Date date) {
            return OptionalDouble.of(date.getTime() / 1e3);
        }
        return value instanceof Instant at
                ? OptionalDouble.of(at.getEpochSecond() + at.getNano() / 1e9)
                : OptionalDouble.empty();
    }

    /** {@code 2026-11-21}, {@code 2026-11-21 14:05}, {@code 2026-11-21 14:05:33}. */
    static String shown(double moment) {
        LocalDateTime at = at(moment);
        String pattern = at.toLocalTime().equals(LocalTime.MIDNIGHT)
                ? "uuuu-MM-dd"
                : at.getSecond() == 0 ? "uuuu-MM-dd HH:mm" : "uuuu-MM-dd HH:mm:ss";
        return format(at, pattern);
    }

    /** Round moments on an axis, about as many as that. */
    static List<View.Tick> ticks(View.Axis axis, int about) {
        double span = axis.to() - axis.from();
        double step = step(span, about);
        var ticks = new ArrayList<View.Tick>();
        if (step <= 14 * DAY) {
            String pattern = step < 1 ? "HH:mm:ss.SSS" : step < 60 ? "HH:mm:ss" : step < DAY ? "HH:mm" : "uuuu-MM-dd";
            for (double i = Math.ceil(axis.from() / step - 1e-9); i * step <= axis.to() + step * 1e-9; i++) {
                LocalDateTime at = at(i * step);
                boolean newDay = span > DAY && at.toLocalTime().equals(LocalTime.MIDNIGHT);
                ticks.add(new View.Tick(i * step, format(at, newDay ? "uuuu-MM-dd" : pattern)));
            }
            return ticks;
        }
        long months = months(span, about);
        LocalDate first = at(axis.from()).toLocalDate().withDayOfMonth(1);
        long n = -Math.floorDiv(-(first.getYear() * 12L + first.getMonthValue() - 1), months);
        for (; Math.floorDiv(n * months, 12) <= Year.MAX_VALUE; n++) {
            LocalDate date = LocalDate.of((int) Math.floorDiv(n * months, 12), 1 + Math.floorMod(n * months, 12), 1);
            double at = date.toEpochDay() * DAY;
            if (at > axis.to()) {
                return ticks;
            }
            if (at >= axis.from()) {
                ticks.add(new View.Tick(at, format(date.atStartOfDay(), months < 12 ? "uuuu-MM" : "uuuu")));
            }
        }
        return ticks;
    }

    /** In seconds; more than two weeks where months or years are meant. */
    static double step(double span, int about) {
        if (span / about < STEPS[0]) {
            return Math.max(1e-3, Ticks.step(span, about));
        }
        for (double step : STEPS) {
            if (span / step <= about) {
                return step;
            }
        }
        return months(span, about) * 365.25 / 12 * DAY;
    }

    private static long months(double span, int about) {
        double months = span / DAY / 365.25 * 12;
        for (int step : MONTHS) {
            if (months / step <= about) {
                return step;
            }
        }
        return 12 * (long) Math.max(1, Ticks.step(months / 12, about));
    }

    /** The years that a calendar knows: what lies beyond stands at its edge. */
    private static LocalDateTime at(double moment) {
        double edge = 365.25 * DAY * 900_000_000;
        double within = Math.max(-edge, Math.min(edge, moment));
        double millis = Math.rint(within * 1e3);
        return LocalDateTime.ofEpochSecond(
                (long) Math.floor(millis / 1e3),
                (int) (Math.floorMod((long) millis, 1_000L) * 1_000_000),
                ZoneOffset.UTC);
    }

    private static String format(LocalDateTime at, String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).format(at);
    }
}
