package io.trawl;

import java.util.List;
import org.jsoup.nodes.Element;
import tech.tablesaw.api.Table;

/** The elements that matched a selector, in document order; shown as a table. */
public interface Selection extends Iterable<Element>, Viewable {
    int size();

    /** The text of each match. */
    List<String> texts();

    /** An attribute of each match, the empty string where it is missing; {@code abs:href} resolves. */
    List<String> attrs(String name);

    Table table();
}
