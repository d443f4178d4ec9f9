package io.trawl.kernel.api.widget;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One of several words, chosen from a list. */
public final class Dropdown extends Control<String, Dropdown> {

    private static final String INDEX = "index";
    private final List<String> options;

    private Dropdown(List<String> options) {
        super(Kind.control("Dropdown"), Kind.style("Description"), INDEX);
        this.options = options;
        set("_options_labels", options);
        set(INDEX, 0);
    }

    /**
     * A list of which the first is chosen.
     *
     * @throws IllegalArgumentException if there is none, or one is there twice
     */
    public static Dropdown of(String... options) {
        return of(List.of(options));
    }

    /** As {@link #of(String...)}. */
    public static Dropdown of(List<String> options) {
        if (options.isEmpty() || options.stream().distinct().count() < options.size()) {
            throw new IllegalArgumentException("a list to choose from needs one or more different words: " + options);
        }
        return new Dropdown(List.copyOf(options));
    }

    public String value() {
        return current();
    }

    /** @throws IllegalArgumentException if it is not among the options */
    public Dropdown value(String option) {
        int index = options.indexOf(option);
        if (index < 0) {
            throw new IllegalArgumentException(option + " is not among " + options);
        }
        set(INDEX, index);
        return this;
    }

    public List<String> options() {
        return options;
    }

    @Override
    String current() {
        return options.get((Integer) get(INDEX));
    }

    @Override
    Object accept(@Nullable Object value) {
        return value instanceof Number n
                        && n.doubleValue() == n.intValue()
                        && n.intValue() >= 0
                        && n.intValue() < options.size()
                ? (Object) n.intValue()
                : REFUSED;
    }

    @Override
    String text() {
        return labelled(value());
    }
}
