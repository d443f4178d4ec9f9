package io.trawl.kernel.api.widget;

import io.trawl.kernel.api.Escape;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A button. */
public final class Button extends Described<Button> {

    private final List<Observer<Button>> observers = new CopyOnWriteArrayList<>();

    private Button(String label) {
        super(Kind.control("Button"), Kind.style("Button"));
        label(label);
        set("disabled", false);
        set("button_style", "");
        set("icon", "");
    }

    public static Button of(String label) {
        return new Button(label);
    }

    /** Sets the colour. Default {@link Tone#PLAIN}. */
    public Button tone(Tone tone) {
        set("button_style", tone.ofButton());
        return this;
    }

    /** Sets the picture before the words: a name of Font Awesome 4, such as {@code stop}. Default none. */
    public Button icon(String name) {
        set("icon", name);
        return this;
    }

    /** Greys it out, or allows it again; clicks that were under way are dropped. */
    public Button disabled(boolean disabled) {
        set("disabled", disabled);
        return this;
    }

    /** Calls {@code action} at each click; the rules are those of {@link Control#onChange}. */
    public Button onClick(Runnable action) {
        observers.add(Observer.of(button -> action.run()));
        return this;
    }

    @Override
    void custom(Map<?, ?> content) {
        if ("click".equals(content.get("event")) && !Boolean.TRUE.equals(get("disabled"))) {
            observers.forEach(observer -> observer.tell(this));
        }
    }

    @Override
    String text() {
        return "[" + label() + "]";
    }

    /** A click would reach nobody. */
    @Override
    String html() {
        return "<button disabled>" + Escape.html(label()) + "</button>";
    }
}
