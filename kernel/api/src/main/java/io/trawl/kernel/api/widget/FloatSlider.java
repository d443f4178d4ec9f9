package io.trawl.kernel.api.widget;

import io.trawl.kernel.api.Escape;
import org.jspecify.annotations.Nullable;

/** A number that a person chooses in a range; sent when the handle is let go. */
public final class FloatSlider extends Control<Double, FloatSlider> {

    private static final String VALUE = "value";
    private static final String MIN = "min";
    private static final String MAX = "max";
    private static final String STEP = "step";
    private static final int STEPS = 100;

    private FloatSlider(double min, double max) {
        super(Kind.control("FloatSlider"), Kind.style("Slider"), VALUE);
        set(MIN, min);
        set(MAX, max);
        set(STEP, max == min ? 1.0 : (max - min) / STEPS);
        set(VALUE, min);
        set("continuous_update", false);
        set("readout", true);
        set("readout_format", ".2f");
        set("orientation", "horizontal");
    }

    /**
     * A slider that stands at {@code min}.
     *
     * @throws IllegalArgumentException if {@code max} is less than {@code min}, or one is not finite
     */
    public static FloatSlider of(double min, double max) {
        Ranges.check("FloatSlider", min, max);
        return new FloatSlider(min, max);
    }

    public double value() {
        return current();
    }

    /** @throws IllegalArgumentException outside the range */
    public FloatSlider value(double value) {
        Ranges.within(value, min(), max());
        set(VALUE, value);
        return this;
    }

    /**
     * Sets the distance of the values that can be chosen. Default a hundredth of the range.
     *
     * @throws IllegalArgumentException if it is not above 0 and finite
     */
    public FloatSlider step(double step) {
        if (!(step > 0) || Double.isInfinite(step)) {
            throw new IllegalArgumentException("a step of " + step + " leads nowhere: write a number above 0");
        }
        set(STEP, step);
        return this;
    }

    public double min() {
        return (Double) get(MIN);
    }

    public double max() {
        return (Double) get(MAX);
    }

    @Override
    Double current() {
        return (Double) get(VALUE);
    }

    @Override
    Object accept(@Nullable Object value) {
        Double number = Ranges.clamp(value, min(), max());
        return number == null ? REFUSED : number;
    }

    @Override
    String text() {
        return labelled(Ranges.number(value()) + " (" + Ranges.number(min()) + " to " + Ranges.number(max()) + ")");
    }

    @Override
    String html() {
        return "<div>" + Escape.html(text()) + "</div>";
    }
}
