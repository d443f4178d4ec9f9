package io.trawl.kernel.api.widget;

import io.trawl.kernel.api.Comm;
import io.trawl.kernel.api.CommMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One model of the widget protocol: a state that the kernel and the pages share through a comm. Values are JSON, other
 * models, and lists of both; a model is sent as {@code IPY_MODEL_<id>}, and opened first.
 */
abstract class Model {

    /** What {@link #accept} answers to a value that pages may not set. */
    static final Object REFUSED = new Object();

    /** Guards the states of all models: a box is drawn with its children, which several boxes may share. */
    private static final ReentrantLock LOCK = new ReentrantLock();

    private static final String REFERENCE = "IPY_MODEL_";

    private final Kind kind;
    private final Map<String, @Nullable Object> state = new LinkedHashMap<>();
    private final Set<String> changed = new LinkedHashSet<>();
    private @Nullable Widgets host;
    private @Nullable Comm comm;

    Model(Kind kind) {
        this.kind = kind;
    }

    static <T extends @Nullable Object> T locked(Supplier<T> body) {
        LOCK.lock();
        try {
            return body.get();
        } finally {
            LOCK.unlock();
        }
    }

    static void locked(Runnable body) {
        LOCK.lock();
        try {
            body.run();
        } finally {
            LOCK.unlock();
        }
    }

    final @Nullable Object get(String key) {
        return locked(() -> state.get(key));
    }

    /** Sets a value here and on the pages. */
    final void set(String key, @Nullable Object value) {
        locked(() -> {
            if (put(key, value) && host != null) {
                changed.add(key);
                host.changed(this);
            }
        });
    }

    private boolean put(String key, @Nullable Object value) {
        boolean other = !state.containsKey(key) || !Objects.equals(state.get(key), value);
        state.put(key, value);
        if (other) {
            changed(key);
        }
        return other;
    }

    /** A value is another one now. Under the lock, so that observers are told in order: must not run user code itself. */
    void changed(String key) {}

    /** A value from a page as this model keeps it, or {@link #REFUSED}. */
    @Nullable
    Object accept(String key, @Nullable Object value) {
        return REFUSED;
    }

    /** A page sent something of its own, such as a click. */
    void custom(Map<?, ?> content) {}

    /** How this key is called on the wire. */
    String wireName(String key, Ipywidgets version) {
        return key;
    }

    /** How the value of this key is written on the wire, where it is neither JSON nor models. */
    @Nullable
    Object wireValue(String key, @Nullable Object value, Ipywidgets version) {
        return value;
    }

    /**
     * Takes what a page set. Every page is told of it (the echo), and then of what became of it where that differs: a
     * value that was corrected or refused.
     */
    final void received(Comm from, Map<?, ?> values) {
        locked(() -> {
            var echo = new LinkedHashMap<String, @Nullable Object>();
            var corrected = new LinkedHashMap<String, @Nullable Object>();
            values.forEach((name, value) -> {
                if (!(name instanceof String key) || !state.containsKey(key)) {
                    return;
                }
                Object accepted = accept(key, value);
                if (accepted != REFUSED) {
                    // The page is ahead of what was waiting to be sent: that would set its control back.
                    changed.remove(key);
                    put(key, accepted);
                }
                echo.put(key, value);
                if (accepted == REFUSED || !same(accepted, value)) {
                    corrected.put(key, wire(key, hostVersion(), true));
                }
            });
            if (!echo.isEmpty()) {
                from.send(update("echo_update", echo));
            }
            if (!corrected.isEmpty()) {
                from.send(update("update", corrected));
            }
            if (host != null) {
                host.changed(this);
            }
        });
    }

    private Ipywidgets hostVersion() {
        return host == null ? Ipywidgets.V8 : host.version();
    }

    private static boolean same(@Nullable Object kept, @Nullable Object sent) {
        return kept instanceof Number k && sent instanceof Number s
                ? k.doubleValue() == s.doubleValue()
                : Objects.equals(kept, sent);
    }

    /** Makes the model known to the pages of a kernel, those that it refers to first. */
    final void connect(Widgets to) {
        if (host == to && (comm == null ? !to.connected() : comm.isOpen())) {
            return;
        }
        host = to;
        comm = null;
        Map<String, Object> full = fullState(to.version(), true);
        changed.clear();
        comm = to.open(this, CommMessage.of(Map.of("state", full, "buffer_paths", List.of())));
    }

    /** Forgets the pages; on the pages its views vanish. */
    final void disconnect() {
        host = null;
        changed.clear();
        if (comm != null) {
            comm.close();
            comm = null;
        }
    }

    final boolean isOpen() {
        return comm != null && comm.isOpen();
    }

    /** Empty where there is no front end. */
    final String id() {
        return comm == null ? "" : comm.id();
    }

    /** Sends what changed since the last time. */
    final void flush() {
        if (host == null || comm == null || changed.isEmpty()) {
            return;
        }
        var part = new LinkedHashMap<String, @Nullable Object>();
        for (String key : List.copyOf(changed)) {
            part.put(wireName(key, host.version()), wire(key, host.version(), true));
        }
        changed.clear();
        comm.send(update("update", part));
    }

    /** The state as the wire has it; {@code opening} also opens what it refers to, else closed models are left out. */
    final Map<String, Object> fullState(Ipywidgets version, boolean opening) {
        var full = new LinkedHashMap<String, Object>(kind.identity(version));
        for (String key : state.keySet()) {
            full.put(wireName(key, version), wire(key, version, opening));
        }
        return full;
    }

    /** What {@code update_states} says of this model. */
    final Map<String, Object> entry(Ipywidgets version) {
        return Map.of(
                "model_name", kind.name(),
                "model_module", kind.module(),
                "model_module_version", kind.moduleVersion(version),
                "state", fullState(version, false));
    }

    private @Nullable Object wire(String key, Ipywidgets version, boolean opening) {
        return reference(wireValue(key, state.get(key), version), opening);
    }

    private @Nullable Object reference(@Nullable Object value, boolean opening) {
        if (value instanceof Model model) {
            if (opening && host != null) {
                model.connect(host);
            }
            return model.isOpen() ? REFERENCE + model.id() : null;
        }
        if (value instanceof List<?> list) {
            var out = new ArrayList<@Nullable Object>();
            for (Object item : list) {
                Object written = reference(item, opening);
                if (!(item instanceof Model) || written != null) {
                    out.add(written);
                }
            }
            return out;
        }
        return value;
    }

    /** The models that this one refers to. */
    final List<Model> parts() {
        var parts = new ArrayList<Model>();
        for (Object value : state.values()) {
            if (value instanceof Model model) {
                parts.add(model);
            } else if (value instanceof List<?> list) {
                list.stream()
                        .filter(Model.class::isInstance)
                        .map(Model.class::cast)
                        .forEach(parts::add);
            }
        }
        return parts;
    }

    /** Whether {@code other} is this or a part of it, at any depth. */
    final boolean contains(Model other) {
        return this == other || parts().stream().anyMatch(part -> part.contains(other));
    }

    /** This and all that it refers to, parts before what they are parts of. */
    final void collect(Set<Model> into) {
        if (!into.contains(this)) {
            parts().forEach(part -> part.collect(into));
            into.add(this);
        }
    }

    /** A message of the protocol that carries state; {@code buffer_paths} must be there. */
    static CommMessage update(String method, Map<String, ?> state) {
        return CommMessage.of(Map.of("method", method, "state", state, "buffer_paths", List.of()));
    }

    /** For the parts that only carry values: layouts and styles. */
    static final class Part extends Model {
        Part(Kind kind) {
            super(kind);
        }
    }
}
