package io.trawl.kernel.api.widget;

import org.jspecify.annotations.Nullable;

/** A line that a person types; sent with Enter, or when another place is clicked. */
public final class Text extends Control<String, Text> {

    private static final String VALUE = "value";
    private static final int LONGEST = 1_000_000;

    private Text(String value) {
        super(Kind.control("Text"), Kind.style("Description"), VALUE);
        set(VALUE, value);
        set("placeholder", "");
        set("continuous_update", false);
    }

    /** An empty line. */
    public static Text of() {
        return new Text("");
    }

    public static Text of(String value) {
        return new Text(value);
    }

    public String value() {
        return current();
    }

    public Text value(String value) {
        set(VALUE, value);
        return this;
    }

    /** Sets what stands there in grey while it is empty. Default nothing. */
    public Text placeholder(String words) {
        set("placeholder", words);
        return this;
    }

    @Override
    String current() {
        return (String) get(VALUE);
    }

    @Override
    Object accept(@Nullable Object value) {
        return value instanceof String s && s.length() <= LONGEST ? s : REFUSED;
    }

    @Override
    String text() {
        return labelled(value());
    }
}
