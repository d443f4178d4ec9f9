package io.trawl.kernel.draw;

import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a value consists of, by name: the entries of a map, the components of a record, the public fields and getters of a
 * bean. A bean is an object that has at least one of them and is none of the things that have getters but are values: what
 * the JDK defines, containers, numbers, text, throwables, enums.
 */
final class Properties {

    /** A property that threw; its message stands where its value would. */
    record Failed(Throwable error) {}

    private Properties() {}

    /** Null where the value is no map, record or bean. */
    static @Nullable Map<String, @Nullable Object> of(
            @Nullable Object value, Function<@Nullable Object, String> words) {
        if (value instanceof Map<?, ?> map) {
            var entries = new LinkedHashMap<String, @Nullable Object>();
            for (Map.Entry<?, ?> e : map.entrySet()) {
                if (entries.size() > Tables.MOST_COLUMNS) {
                    break;
                }
                entries.put(words.apply(e.getKey()), e.getValue());
            }
            return entries;
        }
        if (value == null || isValue(value)) {
            return null;
        }
        return value.getClass().isRecord() ? record(value) : bean(value);
    }

    static Map<String, @Nullable Object> record(Object value) {
        var components = new LinkedHashMap<String, @Nullable Object>();
        for (RecordComponent c : value.getClass().getRecordComponents()) {
            components.put(c.getName(), get(value, c.getAccessor()));
        }
        return components;
    }

    private static boolean isValue(Object value) {
        ClassLoader loader = value.getClass().getClassLoader();
        return loader == null
                || loader == ClassLoader.getPlatformClassLoader()
                || value instanceof Iterable
                || value instanceof CharSequence
                || value instanceof Number
                || value instanceof Throwable
                || value instanceof Enum
                || value.getClass().isArray();
    }

    private static @Nullable Map<String, @Nullable Object> bean(Object value) {
        var properties = new LinkedHashMap<String, @Nullable Object>();
        for (var field : value.getClass().getFields()) {
            if (!Modifier.isStatic(field.getModifiers())) {
                properties.put(field.getName(), get(value, field));
            }
        }
        List<Method> getters = new ArrayList<>();
        for (Method method : value.getClass().getMethods()) {
            if (isGetter(method)) {
                getters.add(method);
            }
        }
        // Reflection tells them in no order of its own.
        getters.sort(Comparator.comparing(Method::getName));
        boolean plain = getters.stream().anyMatch(m -> m.getName().startsWith("get"));
        if (properties.isEmpty() && !plain) {
            return null;
        }
        getters.forEach(m -> properties.putIfAbsent(property(m.getName()), get(value, m)));
        return properties;
    }

    private static boolean isGetter(Method method) {
        String name = method.getName();
        int prefix = name.startsWith("get") ? 3 : name.startsWith("is") ? 2 : 0;
        return prefix > 0
                && name.length() > prefix
                && Character.isUpperCase(name.charAt(prefix))
                && method.getParameterCount() == 0
                && method.getReturnType() != void.class
                && (prefix == 3 || method.getReturnType() == boolean.class)
                && !Modifier.isStatic(method.getModifiers())
                && method.getDeclaringClass() != Object.class;
    }

    private static String property(String getter) {
        String name = getter.substring(getter.startsWith("get") ? 3 : 2);
        boolean acronym = name.length() > 1 && Character.isUpperCase(name.charAt(1));
        return acronym ? name : Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    private static @Nullable Object get(Object value, Method getter) {
        try {
            getter.setAccessible(true);
            return getter.invoke(value);
        } catch (InvocationTargetException e) {
            return new Failed(e.getTargetException());
        } catch (ReflectiveOperationException | InaccessibleObjectException e) {
            return new Failed(e);
        }
    }

    private static @Nullable Object get(Object value, java.lang.reflect.Field field) {
        try {
            field.setAccessible(true);
            return field.get(value);
        } catch (ReflectiveOperationException | InaccessibleObjectException e) {
            return new Failed(e);
        }
    }
}
