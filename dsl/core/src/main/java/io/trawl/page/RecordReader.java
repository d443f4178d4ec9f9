package io.trawl.page;

import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/** How records of one type are read from elements: made once per type, refused where the type cannot work. */
final class RecordReader<R> {
    private static final ClassValue<RecordReader<?>> READERS = new ClassValue<>() {
        @Override
        protected RecordReader<?> computeValue(Class<?> type) {
            return build(type, new HashMap<>());
        }
    };

    private final Class<R> type;
    private final List<Component> components = new ArrayList<>();
    private final Constructor<R> constructor;

    private RecordReader(Class<R> type) {
        this.type = type;
        try {
            Class<?>[] types = Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new);
            this.constructor = type.getDeclaredConstructor(types);
            // A record of a notebook cell need not be public.
            constructor.setAccessible(true);
        } catch (NoSuchMethodException | InaccessibleObjectException e) {
            throw new IllegalArgumentException(
                    "cannot make a " + type.getName() + " (" + e.getMessage() + "): open its package", e);
        }
    }

    /** @throws IllegalArgumentException naming the component that cannot be read, and what to write instead */
    @SuppressWarnings("unchecked")
    static <R> RecordReader<R> of(Class<R> type) {
        return (RecordReader<R>) READERS.get(type);
    }

    /** @param known what is being built, so that a record may hold records like itself */
    static <R> RecordReader<?> build(Class<R> type, Map<Class<?>, RecordReader<?>> known) {
        if (!type.isRecord()) {
            String name = type.getSimpleName();
            throw new IllegalArgumentException(
                    name + " is not a record: write record " + name + "(@Css(\"…\") String name, …) {}");
        }
        RecordReader<?> already = known.get(type);
        if (already != null) {
            return already;
        }
        var reader = new RecordReader<>(type);
        known.put(type, reader);
        for (RecordComponent component : type.getRecordComponents()) {
            reader.components.add(Component.of(type, component, known));
        }
        reader.checkEnds(new ArrayList<>());
        return reader;
    }

    /** A record that holds itself must find it further in: on the same element it would never end. */
    private void checkEnds(List<RecordReader<?>> through) {
        if (through.contains(this)) {
            throw new IllegalArgumentException(type.getSimpleName()
                    + " holds itself on the same element, without end: give it a selector, as @Css(\".reply\") List<"
                    + type.getSimpleName() + "> replies");
        }
        through.add(this);
        for (Component c : components) {
            if (c.nested() != null && c.isSelf()) {
                c.nested().checkEnds(through);
            }
        }
        through.remove(this);
    }

    /** Whether a record of this type may hold one of that type, however deep. */
    boolean holds(RecordReader<?> other) {
        return holds(other, new ArrayList<>());
    }

    private boolean holds(RecordReader<?> other, List<RecordReader<?>> seen) {
        if (seen.contains(this)) {
            return false;
        }
        seen.add(this);
        return components.stream()
                .map(Component::nested)
                .anyMatch(n -> n != null && (n == other || n.holds(other, seen)));
    }

    /**
     * @param url the page's
     * @throws Misfit naming every component that does not fit
     */
    R read(String url, Element scope) {
        @Nullable Object[] values = new Object[components.size()];
        var problems = new ArrayList<Misfit.Problem>();
        for (int i = 0; i < values.length; i++) {
            Component component = components.get(i);
            try {
                values[i] = component.read(url, scope);
            } catch (Misfit e) {
                problems.addAll(e.in(type.getSimpleName() + "." + component.name()));
            }
        }
        if (!problems.isEmpty()) {
            throw new Misfit(problems);
        }
        try {
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw new Misfit(
                    type.getSimpleName() + " refuses its values: " + e.getCause(),
                    "what its constructor accepts, or a constructor that accepts what is there");
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("cannot make a " + type.getName(), e);
        }
    }
}
