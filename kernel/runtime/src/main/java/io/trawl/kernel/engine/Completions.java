package io.trawl.kernel.engine;

import java.util.List;

/**
 * What could stand at the cursor. Positions are code points from the start of the cell (Jupyter messaging, since 5.2).
 *
 * @param start where the text begins that an item replaces
 * @param end where it ends
 */
public record Completions(List<Item> items, int start, int end) {

    /**
     * One replacement.
     *
     * @param kind what it is: {@code method}, {@code field}, {@code variable}, {@code class}, {@code package},
     *     {@code keyword}
     * @param signature what Java would write of it: {@code String substring(int beginIndex)}; empty where not known
     */
    public record Item(String text, String kind, String signature) {

        public Item(String text, String kind) {
            this(text, kind, "");
        }
    }

    public Completions {
        items = List.copyOf(items);
    }
}
