package io.trawl.kernel.api.widget;

/** How far something has come, as a bar. It has no words of its own: put a {@link Label} beside it that says it. */
public final class IntProgress extends Described<IntProgress> {

    private static final String VALUE = "value";
    private static final String MIN = "min";
    private static final String MAX = "max";

    private IntProgress(int min, int max) {
        super(Kind.control("IntProgress", "Progress"), Kind.style("Progress"));
        set(MIN, min);
        set(MAX, max);
        set(VALUE, min);
        set("bar_style", "");
        set("orientation", "horizontal");
    }

    /** @throws IllegalArgumentException if {@code max} is less than {@code min} */
    public static IntProgress of(int min, int max) {
        Ranges.check("IntProgress", min, max);
        return new IntProgress(min, max);
    }

    public int value() {
        return (Integer) get(VALUE);
    }

    /** Sets how far; what lies beyond an end is shown at that end. */
    public IntProgress value(int value) {
        set(VALUE, value);
        return this;
    }

    /** Sets where the end is, when more is known. */
    public IntProgress max(int max) {
        Ranges.check("IntProgress", (Integer) get(MIN), max);
        set(MAX, max);
        return this;
    }

    public int max() {
        return (Integer) get(MAX);
    }

    /** Sets the colour. Default {@link Tone#PLAIN}. */
    public IntProgress tone(Tone tone) {
        set("bar_style", tone.ofBar());
        return this;
    }

    @Override
    String text() {
        return labelled(value() + " of " + max());
    }

    @Override
    String html() {
        return Ranges.bar(label(), value(), (Integer) get(MIN), max(), value() + " of " + max());
    }
}
