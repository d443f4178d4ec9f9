package io.trawl.page;

import io.trawl.Css;
import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.Outcome;
import io.trawl.Results;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/** Fills records from elements by {@link Css}. A field that does not fit fails its own row and no other. */
public final class Records {
    private Records() {}

    /** One record per element. */
    public static <R> Results<R> rows(String url, List<Element> elements, Class<R> type) {
        check(type);
        return Results.of(elements.stream().map(e -> row(url, e, type)).toList());
    }

    /** One record from a whole page; only a {@link io.trawl.Document} has one. */
    public static <R> Outcome<R> of(Object page, Class<R> type) {
        if (page instanceof io.trawl.Document document) {
            return row(document.url(), document.dom(), type);
        }
        throw new IllegalArgumentException("as(...) reads records from documents, and these are "
                + page.getClass().getSimpleName() + "s");
    }

    static <R> Outcome<R> row(String url, Element element, Class<R> type) {
        check(type);
        try {
            return Outcome.ok(type.cast(fill(element, type)));
        } catch (Misfit e) {
            return Outcome.failed(new Failure(
                    ErrorKind.PARSE,
                    url,
                    0,
                    0,
                    "parse",
                    String.valueOf(e.getMessage()),
                    "change the @Css of it",
                    null));
        }
    }

    private static void check(Class<?> type) {
        if (!type.isRecord()) {
            throw new IllegalArgumentException(type.getSimpleName() + " is not a record: write record "
                    + type.getSimpleName() + "(@Css(\"…\") String name, …) {}");
        }
        for (RecordComponent c : type.getRecordComponents()) {
            if (css(c) == null) {
                throw new IllegalArgumentException(
                        type.getSimpleName() + "." + c.getName() + " has no @Css that says where it comes from");
            }
        }
    }

    private static @Nullable Css css(RecordComponent c) {
        return c.getAnnotation(Css.class);
    }

    private static Object fill(Element element, Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            values[i] = value(element, type, components[i]);
        }
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            // A record of a notebook cell need not be public.
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw new Misfit(type.getSimpleName() + " refuses its values: " + e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("cannot make a " + type.getName(), e);
        }
    }

    private static @Nullable Object value(Element element, Class<?> owner, RecordComponent component) {
        Css css = java.util.Objects.requireNonNull(css(component));
        try {
            Type type = component.getGenericType();
            if (component.getType() == List.class) {
                return matches(element, css).stream()
                        .map(e -> single(e, css, argument(type)))
                        .toList();
            }
            List<Element> found = matches(element, css);
            boolean optional = component.getType() == Optional.class;
            Class<?> wanted = optional ? argument(type) : component.getType();
            @Nullable Object value = found.isEmpty() ? null : single(found.get(0), css, wanted);
            if (value == null && css.required()) {
                throw new Misfit("nothing matches " + css.value());
            }
            return optional ? Optional.ofNullable(value) : value == null ? Values.missing(wanted) : value;
        } catch (Misfit e) {
            throw new Misfit(owner.getSimpleName() + "." + component.getName() + ": " + e.getMessage());
        }
    }

    private static Class<?> argument(Type type) {
        if (type instanceof ParameterizedType p && p.getActualTypeArguments()[0] instanceof Class<?> argument) {
            return argument;
        }
        throw new IllegalArgumentException(type + " should name what it holds, as in List<String>");
    }

    private static List<Element> matches(Element element, Css css) {
        String selector = selector(css);
        return selector.isEmpty() ? List.of(element) : element.select(selector);
    }

    private static @Nullable Object single(Element e, Css css, Class<?> type) {
        if (type.isRecord()) {
            check(type);
            return fill(e, type);
        }
        String attribute = attribute(css);
        String text = attribute.isEmpty() ? e.text() : e.attr(attribute);
        if (!css.regex().isEmpty()) {
            Matcher m = Pattern.compile(css.regex()).matcher(text);
            if (!m.find()) {
                return null;
            }
            text = m.groupCount() > 0 ? String.valueOf(m.group(1)) : m.group();
        }
        return Values.of(text.strip(), type);
    }

    /** The {@code @} that splits selector from attribute stands outside of brackets. */
    private static int split(Css css) {
        int at = css.value().lastIndexOf('@');
        return css.value().indexOf(']', Math.max(at, 0)) < 0 ? at : -1;
    }

    private static String selector(Css css) {
        int at = split(css);
        return (at < 0 ? css.value() : css.value().substring(0, at)).strip();
    }

    private static String attribute(Css css) {
        int at = split(css);
        return at < 0 ? "" : css.value().substring(at + 1).strip();
    }

    /** A text that does not become what the record wants. */
    static final class Misfit extends RuntimeException {
        private static final long serialVersionUID = 1;

        Misfit(String message) {
            super(message);
        }
    }
}
