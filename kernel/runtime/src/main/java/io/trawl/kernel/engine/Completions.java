package io.trawl.kernel.engine;

import io.trawl.kernel.magic.Magics;
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
     *     {@code keyword}, {@code magic}, {@code option}, {@code file}, {@code coordinate}, {@code name}
     * @param signature what Java would write of it: {@code String substring(int beginIndex)}; empty where not known
     */
    public record Item(String text, String kind, String signature) {

        public Item(String text, String kind) {
            this(text, kind, "");
        }
    }

    /** What magics offer, in positions of UTF-16 units. */
    static Completions of(Magics.Choices found, String code) {
        return new Completions(
                found.items().stream().map(c -> new Item(c.text(), c.kind())).toList(),
                CodePoints.fromIndex(code, found.start()),
                CodePoints.fromIndex(code, found.end()));
    }

    public Completions {
        items = List.copyOf(items);
    }
}
