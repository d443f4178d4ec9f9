package io.trawl.kernel.api.widget;

import io.trawl.kernel.api.Escape;
import org.jspecify.annotations.Nullable;

/** A whole number that a person chooses in a range; sent when the handle is let go. */
public final class IntSlider extends Control<Integer, IntSlider> {

    private static final String VALUE = "value";
    private static final String MIN = "min";
    private static final String MAX = "max";
    private static final String STEP = "step";

    private IntSlider(int min, int max) {
        super(Kind.control("IntSlider"), Kind.style("Slider"), VALUE);
        set(MIN, min);
        set(MAX, max);
        set(STEP, 1);
        set(VALUE, min);
        set("continuous_update", false);
        set("readout", true);
        set("readout_format", "d");
        set("orientation", "horizontal");
    }

    /**
     * A slider that stands at {@code min}.
     *
     * @throws IllegalArgumentException if {@code max} is less than {@code min}
     */
    public static IntSlider of(int min, int max) {
        Ranges.check("IntSlider", min, max);
        return new IntSlider(min, max);
    }

    public int value() {
        return current();
    }

    /** @throws IllegalArgumentException outside the range */
    public IntSlider value(int value) {
        Ranges.within(value, min(), max());
        set(VALUE, value);
        return this;
    }

    /**
     * Sets the distance of the values that can be chosen. Default 1.
     *
     * @throws IllegalArgumentException below 1
     */
    public IntSlider step(int step) {
        if (step < 1) {
            throw new IllegalArgumentException("a step of " + step + " leads nowhere: write 1 or more");
        }
        set(STEP, step);
        return this;
    }

    public int min() {
        return (Integer) get(MIN);
    }

    public int max() {
        return (Integer) get(MAX);
    }

    @Override
    Integer current() {
        return (Integer) get(VALUE);
    }

    @Override
    Object accept(@Nullable Object value) {
        Double number = Ranges.clamp(value, min(), max());
        return number == null ? REFUSED : (Object) (int) Math.rint(number);
    }

    @Override
    String text() {
        return labelled(value() + " (" + min() + " to " + max() + ")");
    }

    @Override
    String html() {
        return "<div>" + Escape.html(text()) + "</div>";
    }
}
