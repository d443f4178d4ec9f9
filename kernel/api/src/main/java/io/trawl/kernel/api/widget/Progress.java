package io.trawl.kernel.api.widget;

/** A bar, whatever kind of number it counts in. */
abstract sealed class Progress<N extends Number, W extends Progress<N, W>> extends Described<W>
        permits IntProgress, FloatProgress {

    private static final String VALUE = "value";
    private static final String MIN = "min";
    private static final String MAX = "max";
    private static final String TONE = "bar_style";

    private final String name;

    Progress(String name, N min, N max) {
        super(Kind.control(name, "Progress"), Kind.style("Progress"));
        this.name = name;
        set(MIN, min);
        end(max);
        reach(min);
        tone(Tone.PLAIN);
        set("orientation", "horizontal");
    }

    /** Sets the colour. Default {@link Tone#PLAIN}. */
    public W tone(Tone tone) {
        set(TONE, tone.ofBar());
        return self();
    }

    final W reach(N value) {
        Ranges.finite(value.doubleValue());
        set(VALUE, value);
        return self();
    }

    final W end(N max) {
        Ranges.check(name, number(MIN).doubleValue(), max.doubleValue());
        set(MAX, max);
        return self();
    }

    final N reached() {
        return number(VALUE);
    }

    final N end() {
        return number(MAX);
    }

    @SuppressWarnings("unchecked") // only such numbers are set
    private N number(String key) {
        return (N) get(key);
    }

    /** How much of the range it is, in words. */
    final String percent() {
        return Ranges.percent(reached().doubleValue(), number(MIN).doubleValue(), end().doubleValue());
    }

    /** How far, in words. */
    abstract String words();

    @Override
    String text() {
        return labelled(words());
    }

    @Override
    String html() {
        return Ranges.bar(label(), reached().doubleValue(), number(MIN).doubleValue(), end().doubleValue(), words());
    }
}
