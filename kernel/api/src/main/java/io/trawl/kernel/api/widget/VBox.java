package io.trawl.kernel.api.widget;

import java.util.List;
import java.util.stream.Collectors;

/** Widgets below each other. */
public final class VBox extends Box<VBox> {

    private VBox(List<Widget<?>> children) {
        super("VBox", children);
    }

    public static VBox of(Widget<?>... children) {
        return new VBox(List.of(children));
    }

    @Override
    String text() {
        return text("\n");
    }

    @Override
    String html() {
        return shownChildren()
                .map(child -> "<div>" + child.markup() + "</div>")
                .collect(Collectors.joining("", "<div>", "</div>"));
    }
}
