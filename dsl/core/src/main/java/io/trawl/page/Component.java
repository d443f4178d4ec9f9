package io.trawl.page;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/**
 * One component of a record: its type, and where it is read from.
 *
 * @param type of what it holds one or many of
 * @param nested how a record is read; null for a plain value
 * @param taking null for the page's URL and for records read from the same element
 */
record Component(
        String name,
        Holder holder,
        Class<?> type,
        @Nullable RecordReader<?> nested,
        @Nullable Taking taking) {

    enum Holder {
        ONE,
        OPTIONAL,
        LIST,
        SET
    }

    static Component of(Class<?> owner, RecordComponent component, Map<Class<?>, RecordReader<?>> known) {
        try {
            Holder holder = holder(component.getType());
            Class<?> type = holder == Holder.ONE ? component.getType() : argument(component.getGenericType());
            if (!type.isRecord() && !Values.reads(type)) {
                throw new IllegalArgumentException(type.getSimpleName()
                        + " cannot be read from a page: write String, a number, boolean, URI, a date, an enum, a record,"
                        + " or Optional, List or Set of one of these");
            }
            Taking taking = Taking.of(component);
            var nested = type.isRecord() ? RecordReader.build(type, known) : null;
            var made = new Component(component.getName(), holder, type, nested, taking);
            made.check();
            return made;
        } catch (IllegalArgumentException e) {
            String where = owner.getSimpleName() + "." + component.getName();
            String message = String.valueOf(e.getMessage());
            throw new IllegalArgumentException(where + ": " + message, e);
        }
    }

    private static Holder holder(Class<?> type) {
        if (type == Optional.class) {
            return Holder.OPTIONAL;
        }
        if (type == List.class || type == Collection.class || type == Iterable.class) {
            return Holder.LIST;
        }
        return type == Set.class ? Holder.SET : Holder.ONE;
    }

    private static Class<?> argument(Type type) {
        if (type instanceof ParameterizedType p && p.getActualTypeArguments()[0] instanceof Class<?> argument) {
            return argument;
        }
        throw new IllegalArgumentException(
                type + " should name what it holds: write List<String>, or List<Line> with a record Line");
    }

    private void check() {
        if (taking == null) {
            if (nested == null && !isPageUrl()) {
                throw new IllegalArgumentException(
                        "nothing says where it comes from: write @Css(\"…\") or @XPath(\"…\") before it");
            }
            return;
        }
        if (nested != null && taking.regex() != null) {
            throw new IllegalArgumentException("a record is read from elements, and a regex from text: put it inside");
        }
        if (!taking.format().isEmpty()) {
            if (!Dates.reads(type)) {
                throw new IllegalArgumentException("format is for dates, and this is a " + type.getSimpleName());
            }
            Dates.formatter(taking.format(), taking.locale());
        }
        if (!taking.defaultValue().isEmpty()) {
            if (nested != null) {
                throw new IllegalArgumentException("a record has no default: give its components one");
            }
            try {
                value(taking.fallback(new Element("html")), taking.defaultValue(), taking);
            } catch (Misfit e) {
                throw new IllegalArgumentException("its default " + e.getMessage(), e);
            }
        }
    }

    private boolean isPageUrl() {
        return name.equals("url") && holder == Holder.ONE && (type == String.class || Values.isLink(type));
    }

    /** Whether it is read from the record's own element. */
    boolean isSelf() {
        return taking == null || taking.from() instanceof Finder.ByCss css && css.selector() == null;
    }

    /** @throws Misfit where what is there does not fit */
    @Nullable
    Object read(String url, Element scope) {
        if (taking == null && nested == null) {
            return Values.isLink(type) ? value(new Spot(scope, null, url), url, Taking.NOTHING) : url;
        }
        List<?> all =
                nested == null ? values(scope, taking == null ? Taking.NOTHING : taking) : records(url, scope, nested);
        if (all.isEmpty() && taking != null && taking.required()) {
            throw new Misfit(
                    "nothing matches " + taking.from().shown(), "a selector that matches, or without required = true");
        }
        return switch (holder) {
            case LIST -> List.copyOf(all);
            case SET -> Collections.unmodifiableSet(new LinkedHashSet<>(all));
            case OPTIONAL -> all.isEmpty() ? Optional.empty() : Optional.of(all.get(0));
            case ONE -> all.isEmpty() ? Values.missing(type) : all.get(0);
        };
    }

    private boolean isMany() {
        return holder == Holder.LIST || holder == Holder.SET;
    }

    private List<Object> values(Element scope, Taking from) {
        var values = new ArrayList<Object>();
        for (Spot spot : from.from().find(scope)) {
            String whole = spot.read(type);
            if (from.regex() != null && Values.isBoolean(type)) {
                values.add(!from.texts(whole).isEmpty());
            } else {
                for (String text : from.texts(whole)) {
                    boolean missing = text.isEmpty() && from.replacesEmpty() && !Values.isBoolean(type);
                    Object value = missing ? null : value(spot, text, from);
                    if (value != null) {
                        values.add(value);
                    }
                    if (!isMany()) {
                        break;
                    }
                }
            }
            if (!isMany()) {
                break;
            }
        }
        if (values.isEmpty() && !from.defaultValue().isEmpty()) {
            Object value = value(from.fallback(scope), from.defaultValue(), from);
            if (value != null) {
                values.add(value);
            }
        }
        return values;
    }

    private @Nullable Object value(Spot spot, String text, Taking from) {
        try {
            return Values.of(text, type, spot, from);
        } catch (Misfit e) {
            String where = from == Taking.NOTHING ? "" : "where " + from.from().shown() + " matches, write ";
            throw new Misfit(String.valueOf(e.getMessage()), where + e.advice());
        }
    }

    private List<Object> records(String url, Element scope, RecordReader<?> reader) {
        if (isSelf()) {
            return List.of(reader.read(url, scope));
        }
        var records = new ArrayList<Object>();
        List<Element> elements = inner(scope, reader);
        for (Element element : isMany() ? elements : elements.subList(0, Math.min(1, elements.size()))) {
            records.add(reader.read(url, element));
        }
        return records;
    }

    /**
     * What a record is read from is within its element, never that itself. Of records that may hold records like
     * themselves the outermost are taken: the others belong to those.
     */
    private List<Element> inner(Element scope, RecordReader<?> reader) {
        var elements = new ArrayList<Element>();
        boolean nests = reader.holds(reader);
        for (Spot spot : java.util.Objects.requireNonNull(taking).from().find(scope)) {
            Element e = spot.element();
            if (e != scope
                    && !(nests
                            && elements.stream().anyMatch(outer -> e.parents().contains(outer)))) {
                elements.add(e);
            }
        }
        return elements;
    }
}
