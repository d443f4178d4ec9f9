package io.trawl.kernel.api.widget;

/** How far something has come, as a bar. It has no words of its own: put a {@link Label} beside it that says it. */
public final class FloatProgress extends Described<FloatProgress> {

    private static final String VALUE = "value";
    private static final String MIN = "min";
    private static final String MAX = "max";

    private FloatProgress(double min, double max) {
        super(Kind.control("FloatProgress", "Progress"), Kind.style("Progress"));
        set(MIN, min);
        set(MAX, max);
        set(VALUE, min);
        set("bar_style", "");
        set("orientation", "horizontal");
    }

    /** @throws IllegalArgumentException if {@code max} is less than {@code min}, or one is not finite */
    public static FloatProgress of(double min, double max) {
        Ranges.check("FloatProgress", min, max);
        return new FloatProgress(min, max);
    }

    public double value() {
        return (Double) get(VALUE);
    }

    /** Sets how far; what lies beyond an end is shown at that end. */
    public FloatProgress value(double value) {
        set(VALUE, value);
        return this;
    }

    /** Sets where the end is, when more is known. */
    public FloatProgress max(double max) {
        Ranges.check("FloatProgress", (Double) get(MIN), max);
        set(MAX, max);
        return this;
    }

    public double max() {
        return (Double) get(MAX);
    }

    /** Sets the colour. Default {@link Tone#PLAIN}. */
    public FloatProgress tone(Tone tone) {
        set("bar_style", tone.ofBar());
        return this;
    }

    @Override
    String text() {
        return labelled(Ranges.percent(value(), (Double) get(MIN), max()));
    }

    @Override
    String html() {
        return Ranges.bar(
                label(), value(), (Double) get(MIN), max(), Ranges.percent(value(), (Double) get(MIN), max()));
    }
}
