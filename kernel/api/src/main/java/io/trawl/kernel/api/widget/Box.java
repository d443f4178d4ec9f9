package io.trawl.kernel.api.widget;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A widget of widgets. */
public abstract sealed class Box<W extends Box<W>> extends Widget<W> permits HBox, VBox {

    private static final String CHILDREN = "children";

    Box(String name, List<Widget<?>> children) {
        super(Kind.control(name), null);
        set(CHILDREN, children);
        set("box_style", "");
    }

    /** What it holds, in order. */
    public List<Widget<?>> children() {
        return children(get(CHILDREN));
    }

    /**
     * Replaces what it holds; widgets may be in several boxes.
     *
     * @throws IllegalArgumentException if this box is in one of them
     */
    public W children(List<? extends Widget<?>> widgets) {
        set(CHILDREN, checked(this, widgets));
        return self();
    }

    /** Adds to the end. */
    public W add(Widget<?> widget) {
        locked(() -> {
            var all = new ArrayList<Widget<?>>(children());
            all.add(widget);
            children(all);
        });
        return self();
    }

    @SuppressWarnings("unchecked") // only checked() lists are stored
    static List<Widget<?>> children(Object stored) {
        return (List<Widget<?>>) stored;
    }

    static List<Widget<?>> checked(Widget<?> box, List<? extends Widget<?>> widgets) {
        return locked(() -> {
            if (widgets.stream().anyMatch(widget -> widget.contains(box))) {
                throw new IllegalArgumentException("a box cannot hold itself");
            }
            return List.copyOf(widgets);
        });
    }

    final Stream<Widget<?>> shownChildren() {
        return children().stream().filter(child -> !child.plain().isEmpty());
    }

    final String text(String between) {
        return shownChildren().map(Widget::plain).collect(Collectors.joining(between));
    }
}
