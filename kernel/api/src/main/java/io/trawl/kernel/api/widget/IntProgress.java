package io.trawl.kernel.api.widget;

/** How far something has come, as a bar. It has no words of its own: put a {@link Label} beside it that says it. */
public final class IntProgress extends Progress<Integer, IntProgress> {

    private IntProgress(int min, int max) {
        super("IntProgress", min, max);
    }

    /** @throws IllegalArgumentException if {@code max} is less than {@code min} */
    public static IntProgress of(int min, int max) {
        return new IntProgress(min, max);
    }

    public int value() {
        return reached();
    }

    /** Sets how far; what lies beyond an end is shown at that end. */
    public IntProgress value(int value) {
        return reach(value);
    }

    /** Sets where the end is, when more is known. */
    public IntProgress max(int max) {
        return end(max);
    }

    public int max() {
        return end();
    }

    @Override
    String words() {
        return value() + " of " + max();
    }
}
