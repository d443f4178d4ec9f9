package io.trawl.kernel.api.widget;

import io.trawl.kernel.api.Escape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Widgets under titles, one of them open or none. */
public final class Accordion extends Widget<Accordion> {

    private static final String CHILDREN = "children";
    private static final String TITLES = "titles";
    private static final String SELECTED = "selected_index";

    private final List<Observer<String>> observers = new CopyOnWriteArrayList<>();

    private Accordion() {
        super(Kind.control("Accordion"), null);
        set(CHILDREN, List.of());
        set(TITLES, List.of());
        set(SELECTED, null);
        set("box_style", "");
    }

    /** An empty one. */
    public static Accordion of() {
        return new Accordion();
    }

    /**
     * Adds a part to the end, closed.
     *
     * @throws IllegalArgumentException if this is in {@code content}
     */
    public Accordion add(String title, Widget<?> content) {
        locked(() -> {
            var children = new ArrayList<Widget<?>>(children());
            children.add(content);
            var titles = new ArrayList<>(titles());
            titles.add(title);
            List<Widget<?>> checked = Box.checked(this, children);
            set(TITLES, List.copyOf(titles));
            set(CHILDREN, checked);
        });
        return this;
    }

    /**
     * Gives the part with this title another one.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Accordion rename(String title, String other) {
        locked(() -> {
            var titles = new ArrayList<>(titles());
            titles.set(index(title), other);
            set(TITLES, List.copyOf(titles));
        });
        return this;
    }

    /**
     * Opens the part with this title and closes the others.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Accordion open(String title) {
        locked(() -> {
            set(SELECTED, index(title));
        });
        return this;
    }

    private int index(String title) {
        int index = titles().indexOf(title);
        if (index < 0) {
            throw new IllegalArgumentException("no part is called " + title + ": there are " + titles());
        }
        return index;
    }

    /** The title of the part that is open. */
    public Optional<String> opened() {
        return locked(() -> Optional.ofNullable((Integer) get(SELECTED)).map(titles()::get));
    }

    /**
     * Calls {@code action} with the title of each part that is opened, by a person or by code here: what is costly to draw
     * can wait until somebody looks. The rules are those of {@link Control#onChange}.
     */
    public Accordion onOpen(Consumer<? super String> action) {
        observers.add(Observer.of(action));
        return this;
    }

    @Override
    void changed(String key) {
        if (key.equals(SELECTED) && !observers.isEmpty()) {
            opened().ifPresent(title -> observers.forEach(observer -> observer.tell(title)));
        }
    }

    /** Closes all. */
    public Accordion closeAll() {
        set(SELECTED, null);
        return this;
    }

    private List<Widget<?>> children() {
        return Box.children(get(CHILDREN));
    }

    @SuppressWarnings("unchecked") // only lists of strings are stored
    private List<String> titles() {
        return (List<String>) get(TITLES);
    }

    @Override
    @Nullable
    Object accept(String key, @Nullable Object value) {
        if (!key.equals(SELECTED)) {
            return REFUSED;
        }
        if (value == null) {
            return null;
        }
        return value instanceof Number n
                        && n.intValue() >= 0
                        && n.intValue() < children().size()
                ? (Object) n.intValue()
                : REFUSED;
    }

    @Override
    String wireName(String key, Ipywidgets version) {
        return version == Ipywidgets.V7 && key.equals(TITLES) ? "_titles" : key;
    }

    @Override
    @Nullable
    Object wireValue(String key, @Nullable Object value, Ipywidgets version) {
        if (version == Ipywidgets.V7 && key.equals(TITLES)) {
            Map<String, Object> byIndex = new LinkedHashMap<>();
            titles().forEach(title -> byIndex.put(String.valueOf(byIndex.size()), title));
            return byIndex;
        }
        return value;
    }

    @Override
    String text() {
        return locked(() -> {
            var text = new StringBuilder();
            for (int i = 0; i < children().size(); i++) {
                text.append(i == 0 ? "" : "\n").append("▸ ").append(titles().get(i));
                children()
                        .get(i)
                        .plain()
                        .lines()
                        .forEach(line -> text.append("\n  ").append(line));
            }
            return text.toString();
        });
    }

    @Override
    String html() {
        return locked(() -> {
            var html = new StringBuilder();
            for (int i = 0; i < children().size(); i++) {
                boolean open = Integer.valueOf(i).equals(get(SELECTED));
                html.append(open ? "<details open>" : "<details>")
                        .append("<summary>")
                        .append(Escape.html(titles().get(i)))
                        .append("</summary>")
                        .append(children().get(i).markup())
                        .append("</details>");
            }
            return html.toString();
        });
    }
}
