package io.trawl.kernel.api.widget;

import java.util.List;
import java.util.stream.Collectors;

/** Widgets beside each other. */
public final class HBox extends Box<HBox> {

    private HBox(List<Widget<?>> children) {
        super("HBox", children);
    }

    public static HBox of(Widget<?>... children) {
        return new HBox(List.of(children));
    }

    @Override
    String text() {
        return text("  ");
    }

    @Override
    String html() {
        return shownChildren()
                .map(child -> "<div>" + child.markup() + "</div>")
                .collect(Collectors.joining("", "<div>", "</div>"));
    }
}
