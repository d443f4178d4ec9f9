package io.trawl.page;

import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.FormatStyle;
import java.time.format.TextStyle;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a text says of a date and a time: the parts that it names. */
record DateText(
        @Nullable Integer namedYear,
        @Nullable Integer month,
        @Nullable Integer day,
        @Nullable LocalTime time,
        @Nullable ZoneId zone) {

    /** Texts are hostile: no date stands further in. */
    private static final int READ = 500;

    private static final Pattern ISO = Pattern.compile("(?<!\\d)(\\d{4})-(\\d{2})(?:-(\\d{2}))?(?!\\d)");
    private static final Pattern YEAR_FIRST =
            Pattern.compile("(?<!\\d)(\\d{4})\\s?[/.年년]\\s?(\\d{1,2})\\s?[/.月월]\\s?(\\d{1,2})(?!\\d)");
    private static final Pattern DAY_MONTH = Pattern.compile(
            "(?<!\\d)(\\d{1,2})(?:st|nd|rd|th|er|\\.|º|ª)?[\\s,/-]{0,2}(?:de\\s|of\\s|d')?([\\p{L}\\p{M}]{3,20})\\.?,?[\\s/-]?(?:de\\s|del\\s)?(\\d{4})(?!\\d)");
    /** Between day and year the time may stand, as C, Unix and old feeds write it. */
    private static final Pattern MONTH_DAY =
            Pattern.compile("([\\p{L}\\p{M}]{3,20})\\.?\\s(\\d{1,2})(?:st|nd|rd|th)?,?\\s"
                    + "(?:\\d\\d:\\d\\d:\\d\\d\\s(?:[A-Z]{3,5}\\s|[+-]\\d{4}\\s)?)?(\\d{4})(?!\\d)");

    private static final Pattern MONTH_YEAR =
            Pattern.compile("([\\p{L}\\p{M}]{3,20})\\.?,?\\s(?:de\\s)?(\\d{4})(?!\\d)");
    private static final Pattern DIGITS =
            Pattern.compile("(?<![\\d./-])(\\d{1,2})([./-])\\s?(\\d{1,2})\\2\\s?(\\d{4})(?!\\d)");
    private static final Pattern TIME = Pattern.compile(
            "(?<!\\d)([01]?\\d|2[0-3]):([0-5]\\d)(?::([0-5]\\d)(?:[.,](\\d{1,9}))?)?(?!\\d)(?:\\s?([AaPp])\\.?[Mm]\\b)?");
    private static final Pattern ZONE = Pattern.compile("\\s?(?:(Z|GMT|UTC)(?!\\w)|([+−-]\\d{2}):?(\\d{2})(?!\\d))");
    private static final Pattern YEAR = Pattern.compile("(?<!\\d)([12]\\d{3})(?!\\d)");

    int year() {
        if (namedYear == null) {
            throw new DateTimeException("no year");
        }
        return namedYear;
    }

    LocalDate date() {
        if (month == null || day == null) {
            throw new DateTimeException("no " + (month == null ? "month" : "day"));
        }
        return LocalDate.of(year(), month, day);
    }

    private static DateText of(
            @Nullable String year, @Nullable Integer month, @Nullable String day, @Nullable DateText time) {
        return new DateText(
                year == null ? null : Integer.valueOf(year),
                month,
                day == null ? null : Integer.valueOf(day),
                time == null ? null : time.time,
                time == null ? null : time.zone);
    }

    static DateText in(String whole, Supplier<@Nullable Locale> locale) {
        String text = (whole.length() > READ ? whole.substring(0, READ) : whole).replaceAll("[\\s\\p{Zs}]+", " ");
        DateText time = time(text);
        Matcher m = ISO.matcher(text);
        if (m.find()) {
            return of(m.group(1), Integer.valueOf(m.group(2)), m.group(3), time);
        }
        m = YEAR_FIRST.matcher(text);
        if (m.find()) {
            return of(m.group(1), Integer.valueOf(m.group(2)), m.group(3), time);
        }
        Locale says = locale.get();
        for (m = DAY_MONTH.matcher(text); m.find(); ) {
            Integer month = month(m.group(2), says);
            if (month != null) {
                return of(m.group(3), month, m.group(1), time);
            }
        }
        for (m = MONTH_DAY.matcher(text); m.find(); ) {
            Integer month = month(m.group(1), says);
            if (month != null) {
                return of(m.group(3), month, m.group(2), time);
            }
        }
        m = DIGITS.matcher(text);
        if (m.find()) {
            return digits(m, says, time);
        }
        for (m = MONTH_YEAR.matcher(text); m.find(); ) {
            Integer month = month(m.group(1), says);
            if (month != null) {
                return of(m.group(2), month, null, time);
            }
        }
        m = YEAR.matcher(text);
        return of(m.find() ? m.group(1) : null, null, null, time);
    }

    private static DateText digits(Matcher m, @Nullable Locale locale, @Nullable DateText time) {
        int first = Integer.parseInt(m.group(1));
        int second = Integer.parseInt(m.group(3));
        boolean dayFirst =
                m.group(2).equals(".") || first > 12 || first == second || second <= 12 && dayFirst(m, locale);
        return of(m.group(4), dayFirst ? second : first, m.group(dayFirst ? 1 : 3), time);
    }

    /** A language alone does not say: English has both. */
    private static boolean dayFirst(Matcher m, @Nullable Locale locale) {
        if (locale == null
                || locale.getCountry().isEmpty() && locale.getLanguage().equals("en")) {
            throw new DateTimeException(m.group() + " has day and month in an order that nothing tells");
        }
        String pattern = DateTimeFormatterBuilder.getLocalizedDateTimePattern(
                FormatStyle.SHORT, null, IsoChronology.INSTANCE, locale);
        return pattern.indexOf('d') < pattern.indexOf('M');
    }

    private static @Nullable DateText time(String text) {
        Matcher m = TIME.matcher(text);
        if (!m.find()) {
            return null;
        }
        int hour = Integer.parseInt(m.group(1));
        if (m.group(5) != null && hour <= 12) {
            hour = hour % 12 + (m.group(5).equalsIgnoreCase("p") ? 12 : 0);
        }
        int nanos = m.group(4) == null ? 0 : Integer.parseInt((m.group(4) + "000000000").substring(0, 9));
        var time = LocalTime.of(
                hour, Integer.parseInt(m.group(2)), m.group(3) == null ? 0 : Integer.parseInt(m.group(3)), nanos);
        Matcher z = ZONE.matcher(text).region(m.end(), text.length());
        ZoneOffset zone = !z.lookingAt()
                ? null
                : z.group(1) != null ? ZoneOffset.UTC : ZoneOffset.of(z.group(2).replace('−', '-') + ":" + z.group(3));
        return new DateText(null, null, null, time, zone);
    }

    /** The month of that name or its beginning, in the locale's language and in English. */
    private static @Nullable Integer month(String word, @Nullable Locale locale) {
        for (Locale one : locale == null ? List.of(Locale.ENGLISH) : List.of(locale, Locale.ENGLISH)) {
            String wanted = bare(word, one);
            var begins = new HashSet<Integer>();
            for (Month month : Month.values()) {
                for (String name : names(month, one)) {
                    if (name.equals(wanted)) {
                        return month.getValue();
                    }
                    if (name.startsWith(wanted)) {
                        begins.add(month.getValue());
                    }
                }
            }
            if (begins.size() == 1) {
                return begins.iterator().next();
            }
        }
        return null;
    }

    private static Set<String> names(Month month, Locale locale) {
        var names = new HashSet<String>();
        for (TextStyle style :
                List.of(TextStyle.FULL, TextStyle.FULL_STANDALONE, TextStyle.SHORT, TextStyle.SHORT_STANDALONE)) {
            names.add(bare(month.getDisplayName(style, locale), locale));
        }
        return names;
    }

    /** Without case, accents and full stop. */
    private static String bare(String word, Locale locale) {
        return Normalizer.normalize(word.toLowerCase(locale), Normalizer.Form.NFD)
                .replaceAll("\\p{M}|\\.", "");
    }
}
