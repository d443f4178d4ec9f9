package io.trawl.page;

import io.trawl.Selection;
import io.trawl.View;
import io.trawl.table.Rows;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;

/** The elements that a selector matched. */
record ElementSelection(String css, List<Element> elements) implements Selection {

    ElementSelection {
        elements = List.copyOf(elements);
    }

    @Override
    public Iterator<Element> iterator() {
        return elements.iterator();
    }

    @Override
    public int size() {
        return elements.size();
    }

    @Override
    public List<String> texts() {
        return elements.stream().map(Element::text).toList();
    }

    @Override
    public List<String> attrs(String name) {
        return elements.stream().map(e -> e.attr(name)).toList();
    }

    /** A column with the text; where the matches are links or images, one with where they lead. */
    private Rows rows() {
        var columns = new ArrayList<>(List.of("text"));
        for (String attribute : List.of("href", "src")) {
            if (elements.stream().anyMatch(e -> e.hasAttr(attribute))) {
                columns.add(attribute);
            }
        }
        return new Rows(columns, elements.stream().map(e -> row(e, columns)).toList());
    }

    private static List<@Nullable Object> row(Element e, List<String> columns) {
        return columns.stream()
                .<@Nullable Object>map(c -> c.equals("text") ? e.text() : e.attr("abs:" + c))
                .toList();
    }

    @Override
    public Table table() {
        return rows().table(css);
    }

    @Override
    public View view() {
        return rows().grid(size() + (size() == 1 ? " match of " : " matches of ") + css);
    }

    @Override
    public String toString() {
        return view().text();
    }
}
