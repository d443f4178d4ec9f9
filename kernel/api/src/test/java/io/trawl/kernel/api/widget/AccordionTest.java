package io.trawl.kernel.api.widget;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.matrix.Row;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Parts under titles: whoever fills them can wait until somebody looks. */
@Row("D4")
class AccordionTest {

    private final RecordingPages pages = new RecordingPages();
    private final Widgets widgets = new Widgets(pages, pages, Ipywidgets.V8);
    private final Accordion parts = Accordion.of().add("one", Label.of("1")).add("two", Label.of("2"));
    private final List<String> opened = new ArrayList<>();

    AccordionTest() {
        parts.onOpen(opened::add);
        widgets.draw(parts, new RecordingDisplay());
    }

    @Test
    void itSaysWhichPartAPersonOpenedAndWhichIsOpen() {
        assertThat(parts.opened()).isEmpty();

        pages.pageSets(parts, "selected_index", 1);
        assertThat(parts.opened()).contains("two");
        pages.pageSets(parts, "selected_index", 0);
        pages.pageSets(parts, "selected_index", null);

        assertThat(parts.opened()).isEmpty();
        assertThat(opened).as("not of the one that was closed").containsExactly("two", "one");
    }

    @Test
    void whatIsOpenedByCodeIsOpenedToo() {
        parts.open("two").rename("two", "second");

        assertThat(opened).containsExactly("two");
        assertThat(parts.opened()).contains("second");
    }

    @Test
    void aPartThatIsNotThereIsNotOpened() {
        pages.pageSets(parts, "selected_index", 2);
        pages.pageSets(parts, "selected_index", "one");

        assertThat(opened).isEmpty();
        assertThat(parts.opened()).isEmpty();
    }
}
