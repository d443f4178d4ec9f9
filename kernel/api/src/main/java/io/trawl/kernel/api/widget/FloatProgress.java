package io.trawl.kernel.api.widget;

/** How far something has come, as a bar. It has no words of its own: put a {@link Label} beside it that says it. */
public final class FloatProgress extends Progress<Double, FloatProgress> {

    private FloatProgress(double min, double max) {
        super("FloatProgress", min, max);
    }

    /** @throws IllegalArgumentException if {@code max} is less than {@code min}, or one is not finite */
    public static FloatProgress of(double min, double max) {
        return new FloatProgress(min, max);
    }

    public double value() {
        return reached();
    }

    /**
     * Sets how far; what lies beyond an end is shown at that end.
     *
     * @throws IllegalArgumentException if it is not finite
     */
    public FloatProgress value(double value) {
        return reach(value);
    }

    /** Sets where the end is, when more is known. */
    public FloatProgress max(double max) {
        return end(max);
    }

    public double max() {
        return end();
    }

    @Override
    String words() {
        return percent();
    }
}
