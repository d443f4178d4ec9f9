package io.trawl.kernel.api.widget;

/** A number that a person chooses in a range; sent when the handle is let go. */
public final class FloatSlider extends Slider<Double, FloatSlider> {

    private static final int STEPS = 100;

    private FloatSlider(double min, double max) {
        super("FloatSlider", min, max, max == min ? 1.0 : (max - min) / STEPS, ".2f");
    }

    /**
     * A slider that stands at {@code min}.
     *
     * @throws IllegalArgumentException if {@code max} is less than {@code min}, or one is not finite
     */
    public static FloatSlider of(double min, double max) {
        return new FloatSlider(min, max);
    }

    public double value() {
        return current();
    }

    /** @throws IllegalArgumentException outside the range */
    public FloatSlider value(double value) {
        return choose(value);
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
        return apart(step);
    }

    public double min() {
        return lowest();
    }

    public double max() {
        return highest();
    }

    @Override
    Double rounded(double number) {
        return number;
    }
}
