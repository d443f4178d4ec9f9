package io.trawl.site;

import io.trawl.Links;
import io.trawl.View;
import io.trawl.table.Rows;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;

/** Links held in memory. */
public record FoundLinks(List<Links.Link> links) implements Links {

    public FoundLinks {
        links = List.copyOf(links);
    }

    @Override
    public Iterator<Link> iterator() {
        return links.iterator();
    }

    @Override
    public int size() {
        return links.size();
    }

    @Override
    public List<String> urls() {
        return links.stream().map(Link::url).toList();
    }

    /** Titles and descriptions only where there are any. */
    private Rows rows() {
        boolean titles = links.stream().anyMatch(l -> !l.title().isEmpty());
        boolean descriptions = links.stream().anyMatch(l -> !l.description().isEmpty());
        var columns = new java.util.ArrayList<>(List.of("url"));
        if (titles) {
            columns.add("title");
        }
        if (descriptions) {
            columns.add("description");
        }
        return new Rows(
                columns,
                links.stream()
                        .map(l -> Arrays.<@Nullable Object>asList(l.url(), l.title(), l.description())
                                .subList(0, columns.size()))
                        .toList());
    }

    @Override
    public Table table() {
        return rows().table("links");
    }

    @Override
    public View view() {
        return rows().grid(size() + (size() == 1 ? " link" : " links"));
    }

    @Override
    public String toString() {
        return view().text();
    }
}
