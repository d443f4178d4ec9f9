package io.trawl.kernel.draw;

import java.lang.reflect.Array;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Any value as text, bounded in items, depth and length: arrays, collections and maps are cut with a count, cycles are
 * named, a {@code toString()} that throws is told.
 */
final class TextForm {

    private static final int MOST_ITEMS = 100;
    private static final int DEEPEST = 8;
    private static final int LONGEST = 100_000;

    private final StringBuilder text = new StringBuilder();
    private final Deque<Object> path = new ArrayDeque<>();

    private final Consumer<Throwable> failed;

    /** @param failed told what a {@code toString()} threw; may throw itself to give up */
    TextForm(Consumer<Throwable> failed) {
        this.failed = failed;
    }

    String of(@Nullable Object value) {
        try {
            append(value);
        } catch (Throwable e) {
            failed.accept(e);
            text.append("… (reading it threw ").append(e.getClass().getName()).append(')');
        }
        return cut(text);
    }

    private static String cut(CharSequence text) {
        int more = text.length() - LONGEST;
        return more <= 0 ? text.toString() : text.subSequence(0, LONGEST) + "… " + grouped(more) + " more characters";
    }

    private static String grouped(int n) {
        return String.format(java.util.Locale.ROOT, "%,d", n);
    }

    private void append(@Nullable Object value) {
        if (value == null) {
            text.append("null");
        } else if (value.getClass().isArray()) {
            nested(value, () -> items(new ArrayItems(value), Array.getLength(value), '[', ']'));
        } else if (value instanceof Collection<?> items) {
            nested(value, () -> items(items.iterator(), items.size(), '[', ']'));
        } else if (value instanceof Map<?, ?> map) {
            nested(value, () -> items(map.entrySet().iterator(), map.size(), '{', '}'));
        } else if (value instanceof Map.Entry<?, ?> entry && !path.isEmpty() && path.peek() instanceof Map) {
            append(entry.getKey());
            text.append('=');
            append(entry.getValue());
        } else if (value instanceof Optional<?> optional && optional.isPresent()) {
            text.append("Optional[");
            nested(value, () -> append(optional.get()));
            text.append(']');
        } else {
            text.append(path.isEmpty() ? string(value) : cut(string(value)));
        }
    }

    private void nested(Object container, Runnable contents) {
        if (path.stream().anyMatch(p -> p == container)) {
            text.append("(this again)");
        } else if (path.size() >= DEEPEST) {
            text.append('…');
        } else {
            path.push(container);
            contents.run();
            path.pop();
        }
    }

    private void items(Iterator<?> items, int size, char open, char close) {
        text.append(open);
        for (int i = 0; items.hasNext(); i++) {
            if (i > 0) {
                text.append(", ");
            }
            if (i == MOST_ITEMS || text.length() > LONGEST) {
                text.append("… ").append(grouped(size - i)).append(" more");
                break;
            }
            append(items.next());
        }
        text.append(close);
    }

    private String string(Object value) {
        try {
            return value instanceof Throwable t ? headed(t) : String.valueOf(value.toString());
        } catch (Throwable e) {
            failed.accept(e);
            return value.getClass().getName() + "@" + Integer.toHexString(System.identityHashCode(value))
                    + " (its toString() threw " + e.getClass().getName() + ")";
        }
    }

    private static String headed(Throwable t) {
        return t.getCause() == null ? t.toString() : t + "\n  caused by " + t.getCause();
    }

    private static final class ArrayItems implements Iterator<Object> {
        private final Object array;
        private int next;

        ArrayItems(Object array) {
            this.array = array;
        }

        @Override
        public boolean hasNext() {
            return next < Array.getLength(array);
        }

        @Override
        public Object next() {
            return Array.get(array, next++);
        }
    }
}
