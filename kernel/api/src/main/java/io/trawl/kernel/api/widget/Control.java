package io.trawl.kernel.api.widget;

import io.trawl.kernel.api.Escape;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A widget with a value that a person sets.
 *
 * @param <V> what the value is
 */
public abstract sealed class Control<V, W extends Control<V, W>> extends Described<W>
        permits Slider, Checkbox, Text, Dropdown {

    private final List<Observer<V>> observers = new CopyOnWriteArrayList<>();
    private final String valueKey;

    Control(Kind kind, Kind style, String valueKey) {
        super(kind, style);
        this.valueKey = valueKey;
        set("disabled", false);
    }

    /** Greys it out, or allows it again. */
    public W disabled(boolean disabled) {
        set("disabled", disabled);
        return self();
    }

    /**
     * Calls {@code action} with each new value, whoever set it: a person on a page or code here. One call after another,
     * on a thread for that, also while a cell runs; what it prints and throws is shown in the cell that calls
     * {@code onChange}. An interrupt of the kernel stops it.
     */
    public W onChange(Consumer<? super V> action) {
        observers.add(Observer.of(action));
        return self();
    }

    @Override
    final void changed(String key) {
        // Null while the constructor of this class is under way.
        if (valueKey != null && key.equals(valueKey) && !observers.isEmpty()) {
            V value = current();
            observers.forEach(observer -> observer.tell(value));
        }
    }

    @Override
    final @Nullable Object accept(String key, @Nullable Object value) {
        return key.equals(valueKey) ? accept(value) : REFUSED;
    }

    /** The value. */
    abstract V current();

    /** As {@link Model#accept}, for the value. */
    abstract @Nullable Object accept(@Nullable Object value);

    @Override
    String html() {
        return "<div>" + Escape.html(text()) + "</div>";
    }
}
