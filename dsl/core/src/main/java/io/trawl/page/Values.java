package io.trawl.page;

import io.trawl.site.Urls;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.time.DateTimeException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Text as it stands on pages, to the type a record wants. */
final class Values {
    private static final Set<String> NO = Set.of(
            "no",
            "false",
            "0",
            "off",
            "none",
            "out of stock",
            "sold out",
            "unavailable",
            "not available",
            "currently unavailable");
    private static final Set<Class<?>> TEXT = Set.of(String.class, CharSequence.class, Object.class);
    private static final Set<Class<?>> WHOLE =
            Set.of(Long.class, Integer.class, Short.class, Byte.class, BigInteger.class);
    private static final Set<Class<?>> FRACTIONAL = Set.of(BigDecimal.class, Number.class, Double.class, Float.class);
    private static final Map<Class<?>, Class<?>> BOXES = Map.of(
            boolean.class, Boolean.class,
            long.class, Long.class,
            int.class, Integer.class,
            short.class, Short.class,
            byte.class, Byte.class,
            double.class, Double.class,
            float.class, Float.class);
    private static final Map<Class<?>, Object> ZEROS = Map.of(
            boolean.class,
            false,
            long.class,
            0L,
            int.class,
            0,
            short.class,
            (short) 0,
            byte.class,
            (byte) 0,
            double.class,
            0.0,
            float.class,
            0f);

    private Values() {}

    static boolean reads(Class<?> type) {
        Class<?> box = boxed(type);
        return TEXT.contains(box)
                || WHOLE.contains(box)
                || FRACTIONAL.contains(box)
                || box == Boolean.class
                || isLink(box)
                || box.isEnum()
                || Dates.reads(box);
    }

    static boolean isLink(Class<?> type) {
        return type == URI.class || type == URL.class;
    }

    static boolean isBoolean(Class<?> type) {
        return boxed(type) == Boolean.class;
    }

    private static Class<?> boxed(Class<?> type) {
        return BOXES.getOrDefault(type, type);
    }

    static @Nullable Object missing(Class<?> type) {
        return ZEROS.get(type);
    }

    /**
     * The value; null where the text is empty and the type has no empty value.
     *
     * @param at where the text stands, which tells its language and base
     * @throws Misfit where it is none
     */
    static @Nullable Object of(String text, Class<?> wanted, Spot at, Taking taking) {
        Class<?> type = boxed(wanted);
        if (TEXT.contains(type)) {
            return text;
        }
        if (type == Boolean.class) {
            return !NO.contains(text.toLowerCase(Locale.ROOT));
        }
        if (text.isEmpty()) {
            return null;
        }
        Supplier<@Nullable Locale> locale = () -> taking.locale() == null ? at.language() : taking.locale();
        try {
            if (isLink(type)) {
                return link(text, type, at);
            }
            if (type.isEnum()) {
                return constant(text, type);
            }
            return Dates.reads(type)
                    ? Dates.read(text, type, taking.format(), locale)
                    : number(Numbers.first(text, WHOLE.contains(type), locale), type);
        } catch (ArithmeticException e) {
            throw Misfit.of(text, wanted, "a component with room for it: long, BigInteger, double or BigDecimal");
        } catch (DateTimeException e) {
            throw Misfit.of(
                    text,
                    wanted,
                    "format = \"dd/MM/yyyy\" or locale = \"en-GB\" on it, or String (" + e.getMessage() + ")");
        } catch (IllegalArgumentException | MalformedURLException e) {
            throw Misfit.of(text, wanted, advice(type));
        }
    }

    private static String advice(Class<?> type) {
        return type.isEnum()
                ? "one of " + Arrays.toString(type.getEnumConstants()) + ", or a regex for what is one, or String"
                : "a narrower selector, regex = \"…\" for the part that counts, or String";
    }

    private static Object number(BigDecimal number, Class<?> type) {
        if (type == Double.class) {
            return number.doubleValue();
        }
        if (type == Float.class) {
            return number.floatValue();
        }
        if (FRACTIONAL.contains(type)) {
            return number;
        }
        BigInteger whole = number.toBigIntegerExact();
        if (type == Long.class) {
            return whole.longValueExact();
        }
        if (type == Integer.class) {
            return whole.intValueExact();
        }
        if (type == Short.class) {
            return whole.shortValueExact();
        }
        return type == Byte.class ? (Object) whole.byteValueExact() : whole;
    }

    private static Object link(String text, Class<?> type, Spot at) throws MalformedURLException {
        String absolute = Urls.resolve(URI.create(at.element().baseUri()), text).orElse(text);
        URI uri = URI.create(absolute);
        if (!uri.isAbsolute()) {
            throw new IllegalArgumentException("relative");
        }
        return type == URL.class ? uri.toURL() : uri;
    }

    private static Object constant(String text, Class<?> type) {
        String name = letters(text.contains("://") ? text.substring(text.lastIndexOf('/') + 1) : text);
        return Arrays.stream(type.getEnumConstants())
                .filter(c -> letters(((Enum<?>) c).name()).equals(name)
                        || letters(c.toString()).equals(name))
                .findFirst()
                .orElseThrow(IllegalArgumentException::new);
    }

    private static String letters(String name) {
        return name.codePoints()
                .filter(Character::isLetterOrDigit)
                .map(Character::toLowerCase)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }
}
