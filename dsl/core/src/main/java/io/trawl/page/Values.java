package io.trawl.page;

import java.math.BigDecimal;
import java.net.URI;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Text as it stands on pages, to the type a record wants. */
final class Values {
    private static final Pattern NUMBER = Pattern.compile("[-+−]?\\d[\\d.,'\\s\u00a0\u202f]*");
    private static final Pattern ISO_DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Set<String> NO = Set.of("", "no", "false", "0", "out of stock", "sold out", "unavailable");

    private Values() {}

    /** The value, or null where the text is empty and the type has no empty value. */
    static @Nullable Object of(String text, Class<?> type) {
        if (type == String.class || type == Object.class || type == CharSequence.class) {
            return text;
        }
        if (type == boolean.class || type == Boolean.class) {
            return !NO.contains(text.toLowerCase(Locale.ROOT));
        }
        if (text.isEmpty()) {
            return null;
        }
        try {
            return typed(text, type);
        } catch (ArithmeticException | IllegalArgumentException | DateTimeException e) {
            throw new Records.Misfit("\"" + brief(text) + "\" is no " + type.getSimpleName());
        }
    }

    private static Object typed(String text, Class<?> type) {
        if (type == URI.class) {
            return URI.create(text.replace(" ", "%20"));
        }
        if (type == LocalDate.class) {
            Matcher m = ISO_DATE.matcher(text);
            return LocalDate.parse(m.find() ? m.group() : text);
        }
        if (type.isEnum()) {
            String name = text.replaceAll("\\W+", "_");
            return Arrays.stream(type.getEnumConstants())
                    .filter(c -> ((Enum<?>) c).name().equalsIgnoreCase(name))
                    .findFirst()
                    .orElseThrow(IllegalArgumentException::new);
        }
        BigDecimal number = number(text);
        if (type == BigDecimal.class || type == Number.class) {
            return number;
        }
        if (type == double.class || type == Double.class) {
            return number.doubleValue();
        }
        if (type == float.class || type == Float.class) {
            return number.floatValue();
        }
        if (type == long.class || type == Long.class) {
            return number.longValueExact();
        }
        if (type == int.class || type == Integer.class) {
            return number.intValueExact();
        }
        throw new IllegalArgumentException();
    }

    /**
     * The first number in a text, in any locale: where both {@code .} and {@code ,} stand, the last is the decimal mark;
     * a single one followed by exactly three digits separates thousands only if it is a comma or stands more than once.
     */
    static BigDecimal number(String text) {
        Matcher m = NUMBER.matcher(text);
        if (!m.find()) {
            throw new IllegalArgumentException(text);
        }
        String digits = m.group().replaceAll("['\\s\u00a0\u202f]", "").replace('−', '-');
        digits = digits.replaceAll("[.,]+$", "");
        int dot = digits.lastIndexOf('.');
        int comma = digits.lastIndexOf(',');
        if (dot >= 0 && comma >= 0) {
            char thousands = dot > comma ? ',' : '.';
            digits = digits.replace(String.valueOf(thousands), "");
        } else if (comma >= 0 && isThousands(digits, ',')) {
            digits = digits.replace(",", "");
        } else if (dot >= 0 && digits.indexOf('.') != dot) {
            digits = digits.replace(".", "");
        }
        return new BigDecimal(digits.replace(',', '.'));
    }

    private static boolean isThousands(String digits, char mark) {
        return digits.indexOf(mark) != digits.lastIndexOf(mark) || digits.length() - digits.indexOf(mark) == 4;
    }

    static @Nullable Object missing(Class<?> type) {
        if (!type.isPrimitive()) {
            return null;
        }
        if (type == boolean.class) {
            return false;
        }
        return typed("0", type);
    }

    private static String brief(String text) {
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }
}
