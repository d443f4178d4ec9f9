package io.trawl;

import java.util.List;
import tech.tablesaw.api.Table;

/** What {@link Trawl#map} found, best match first. */
public interface Links extends Iterable<Links.Link>, Viewable {

    /** One link; title and description are empty where the page that named it did not say. */
    record Link(String url, String title, String description) {}

    int size();

    List<String> urls();

    Table table();
}
