package io.trawl.kernel.api.widget;

/** A whole number that a person chooses in a range; sent when the handle is let go. */
public final class IntSlider extends Slider<Integer, IntSlider> {

    private IntSlider(int min, int max) {
        super("IntSlider", min, max, 1, "d");
    }

    /**
     * A slider that stands at {@code min}.
     *
     * @throws IllegalArgumentException if {@code max} is less than {@code min}
     */
    public static IntSlider of(int min, int max) {
        return new IntSlider(min, max);
    }

    public int value() {
        return current();
    }

    /** @throws IllegalArgumentException outside the range */
    public IntSlider value(int value) {
        return choose(value);
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
        return apart(step);
    }

    public int min() {
        return lowest();
    }

    public int max() {
        return highest();
    }

    @Override
    Integer rounded(double number) {
        return (int) Math.rint(number);
    }
}
