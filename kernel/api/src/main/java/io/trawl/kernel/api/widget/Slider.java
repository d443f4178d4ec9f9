package io.trawl.kernel.api.widget;

import org.jspecify.annotations.Nullable;

/** A number chosen in a range, whatever kind of number it is. */
abstract sealed class Slider<N extends Number, W extends Slider<N, W>> extends Control<N, W>
        permits IntSlider, FloatSlider {

    private static final String VALUE = "value";
    private static final String MIN = "min";
    private static final String MAX = "max";
    private static final String STEP = "step";

    Slider(String name, N min, N max, N step, String format) {
        super(Kind.control(name), Kind.style("Slider"), VALUE);
        Ranges.check(name, min.doubleValue(), max.doubleValue());
        set(MIN, min);
        set(MAX, max);
        set(STEP, step);
        set(VALUE, min);
        set("continuous_update", false);
        set("readout", true);
        set("readout_format", format);
        set("orientation", "horizontal");
    }

    final W choose(N value) {
        Ranges.within(value.doubleValue(), lowest().doubleValue(), highest().doubleValue());
        set(VALUE, value);
        return self();
    }

    final W apart(N step) {
        set(STEP, step);
        return self();
    }

    final N lowest() {
        return number(MIN);
    }

    final N highest() {
        return number(MAX);
    }

    @Override
    final N current() {
        return number(VALUE);
    }

    @SuppressWarnings("unchecked") // only such numbers are set
    private N number(String key) {
        return (N) get(key);
    }

    /** A number of a page as one of these. */
    abstract N rounded(double number);

    @Override
    final Object accept(@Nullable Object value) {
        Double number = Ranges.clamp(value, lowest().doubleValue(), highest().doubleValue());
        return number == null ? REFUSED : rounded(number);
    }

    @Override
    final String text() {
        return labelled(words(current()) + " (" + words(lowest()) + " to " + words(highest()) + ")");
    }

    private String words(N number) {
        return Ranges.number(number.doubleValue());
    }
}
