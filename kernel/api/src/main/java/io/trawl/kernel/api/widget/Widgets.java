package io.trawl.kernel.api.widget;

import io.trawl.kernel.api.Bundle;
import io.trawl.kernel.api.Comm;
import io.trawl.kernel.api.CommMessage;
import io.trawl.kernel.api.Comms;
import io.trawl.kernel.api.Display;
import io.trawl.kernel.api.Frames;
import io.trawl.kernel.api.Kernel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The widgets that a kernel shows: which are open on the pages, and when their changes go there. Thread-safe. One per
 * kernel, {@link #current}.
 */
public final class Widgets {

    /** So many widgets stay live, the last ones shown, each with all that it holds. */
    public static final int MOST_SHOWN = 200;

    /** The MIME type by which an output names the widget to draw. */
    public static final String VIEW = "application/vnd.jupyter.widget-view+json";

    private static final String TARGET = "jupyter.widget";
    private static final String CONTROL = "jupyter.widget.control";
    private static final String PROTOCOL = "2.1.0";
    private static final int MOST_DISPLAYS = 20;
    private static volatile @Nullable Widgets current;

    private final Comms comms;
    private final Frames frames;
    private final Ipywidgets version;

    /** What is open, parts before what they are parts of. */
    private final Set<Model> open = new LinkedHashSet<>();

    /** What was shown, the last one last, and where. */
    private final Map<Widget<?>, List<Display>> shown = new LinkedHashMap<>();

    private final Set<Model> changed = new LinkedHashSet<>();
    private boolean frameComes;

    Widgets(Comms comms, Frames frames, Ipywidgets version) {
        this.comms = comms;
        this.frames = frames;
        this.version = version;
        comms.target(CONTROL, (comm, opening) -> this::control);
    }

    /** For the kernel runtime: makes its kernel one that shows widgets. */
    public static Widgets install(Kernel kernel) {
        var widgets = new Widgets(kernel.comms(), Frames.real(), Ipywidgets.ofEnvironment());
        kernel.renderers().add(Widget.class, widgets::draw);
        kernel.renderers().add(TableView.class, TableView::draw);
        kernel.beforeReply(widgets::sendAll);
        current = widgets;
        return widgets;
    }

    /**
     * Those of the kernel of this process.
     *
     * @throws IllegalStateException where there is no kernel
     */
    public static Widgets current() {
        Widgets widgets = current;
        if (widgets == null) {
            throw new IllegalStateException("no kernel runs in this process, so nothing can be shown");
        }
        return widgets;
    }

    /**
     * Whether a front end has shown that it draws widgets: then a library may show controls of its own accord. A widget
     * that a cell shows is always sent. Once true it stays true.
     */
    public boolean spoken() {
        return comms.spoken(TARGET) || comms.spoken(CONTROL);
    }

    /**
     * Opens a widget to the pages and adds its view to a bundle that says the same without it. For displays that draw
     * themselves; follow it, at the end, by an update without the view: it would say "model not found" when the notebook
     * is opened again.
     */
    public Bundle view(Widget<?> widget, Bundle otherwise) {
        return Model.locked(() -> {
            show(widget, null);
            return withView(widget, otherwise);
        });
    }

    /** Draws a widget where a cell shows it. */
    Bundle draw(Widget<?> widget, Display display) {
        // From now on the output has an id, by which it is replaced when the widget is closed.
        display.liveUntil(CompletableFuture.completedFuture(null));
        return Model.locked(() -> {
            show(widget, display);
            return bundle(widget);
        });
    }

    private void show(Widget<?> widget, @Nullable Display display) {
        widget.connect(this);
        List<Display> places = shown.remove(widget);
        places = places == null ? new ArrayList<>() : places;
        shown.put(widget, places);
        if (display != null) {
            places.add(display);
        }
        if (places.size() > MOST_DISPLAYS) {
            places.remove(0);
        }
        while (shown.size() > MOST_SHOWN) {
            close(shown.keySet().iterator().next());
        }
    }

    private Bundle bundle(Widget<?> widget) {
        return withView(widget, widget.picture());
    }

    private Bundle withView(Widget<?> widget, Bundle otherwise) {
        return widget.isOpen()
                ? otherwise.with(VIEW, Map.of("version_major", 2, "version_minor", 0, "model_id", widget.id()))
                : otherwise;
    }

    /** Takes a widget from the pages: its last picture stays, as HTML. What other shown widgets hold stays live. */
    void close(Widget<?> widget) {
        Model.locked(() -> {
            List<Display> places = shown.remove(widget);
            if (places != null) {
                places.forEach(place -> place.update(widget.picture()));
            }
            sweep();
        });
    }

    /** Closes what no shown widget holds any more, wholes before their parts. */
    private void sweep() {
        var kept = new LinkedHashSet<Model>();
        shown.keySet().forEach(widget -> widget.collect(kept));
        var gone = new ArrayList<>(open);
        gone.removeAll(kept);
        Collections.reverse(gone);
        gone.forEach(this::forget);
    }

    private void forget(Model model) {
        open.remove(model);
        changed.remove(model);
        model.disconnect();
    }

    boolean connected() {
        return comms.connected();
    }

    Ipywidgets version() {
        return version;
    }

    int openModels() {
        return Model.locked(open::size);
    }

    /** Called by a model that becomes open, under the lock; answers null where there is no page to open it to. */
    @Nullable
    Comm open(Model model, CommMessage opening) {
        open.add(model);
        if (!comms.connected()) {
            return null;
        }
        return comms.open(TARGET, opening.metadata(Map.of("version", PROTOCOL)), new Comm.Handler() {
            @Override
            public void message(Comm from, CommMessage message) {
                received(model, from, message.data());
            }

            @Override
            public void closed(Comm from, CommMessage message) {
                Model.locked(() -> forget(model));
            }
        });
    }

    private void received(Model model, Comm from, Map<String, Object> data) {
        switch (String.valueOf(data.get("method"))) {
            case "update" -> {
                if (data.get("state") instanceof Map<?, ?> values) {
                    model.received(from, values);
                }
            }
            case "request_state" ->
                Model.locked(() -> from.send(Model.update("update", model.fullState(version, false))));
            case "custom" -> {
                if (data.get("content") instanceof Map<?, ?> content) {
                    model.custom(content);
                }
            }
            default -> {
                // Of a later protocol.
            }
        }
    }

    /** A page that was loaded anew asks for all that is open. */
    private void control(Comm comm, CommMessage message) {
        if (!"request_states".equals(message.data().get("method"))) {
            return;
        }
        Model.locked(() -> {
            var states = new LinkedHashMap<String, Object>();
            open.forEach(model -> states.put(model.id(), model.entry(version)));
            comm.send(Map.of("method", "update_states", "states", states, "buffer_paths", List.of()));
        });
    }

    /** Called by a model whose state is another one now, under the lock: the first change goes out at once. */
    void changed(Model model) {
        changed.add(model);
        if (!frameComes) {
            sendAll();
            nextFrame();
        }
    }

    private void nextFrame() {
        frameComes = true;
        frames.schedule(Frames.GAP, this::frame);
    }

    private void frame() {
        Model.locked(() -> {
            frameComes = false;
            if (!changed.isEmpty()) {
                sendAll();
                nextFrame();
            }
        });
    }

    private void sendAll() {
        Model.locked(() -> {
            var now = List.copyOf(changed);
            changed.clear();
            now.forEach(Model::flush);
            if (now.stream().anyMatch(model -> model instanceof Box || model instanceof Accordion)) {
                sweep();
            }
            if (!now.isEmpty() && !spoken()) {
                shown.forEach((widget, places) -> redraw(widget, places, now));
            }
        });
    }

    /** Where no page draws widgets, what is shown follows as HTML. Where one does, that would set its controls back. */
    private void redraw(Widget<?> widget, List<Display> places, List<Model> changes) {
        if (!places.isEmpty() && changes.stream().anyMatch(widget::contains)) {
            Bundle bundle = bundle(widget);
            places.forEach(place -> place.update(bundle));
        }
    }
}
