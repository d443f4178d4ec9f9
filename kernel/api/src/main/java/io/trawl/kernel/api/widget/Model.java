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

    static <T> T locked(Supplier<T> body) {
        LOCK.lock();
        try {
            return body.get();
        } finally {
            LOCK.unlock();
        }
    }

    static void locked(Runnable body) {
        locked(() -> {
            body.run();
            return true;
        });
    }

    final @Nullable Object get(String key) {
        LOCK.lock();
        try {
            return state.get(key);
        } finally {
            LOCK.unlock();
        }
    }

    /** Sets a value here and on the pages; whether it is another one than before. */
    final boolean set(String key, @Nullable Object value) {
        return locked(() -> {
            boolean other = !state.containsKey(key) || !Objects.equals(state.get(key), value);
            state.put(key, value);
            if (other && host != null) {
                changed.add(key);
                host.changed(this);
            }
            return other;
        });
    }

    /**
     * Takes a value that a page set, and tells who observes it; called on the thread of the comms.
     *
     * @return what the state holds now, the same as {@code value} unless it was corrected or refused
     */
    @Nullable
    Object received(String key, @Nullable Object value) {
        return get(key);
    }

    /** What to run, outside the lock, after pages changed these keys. */
    void observed(Set<String> keys) {}

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

    final @Nullable Comm comm() {
        return comm;
    }

    final boolean open() {
        return locked(() -> comm != null && comm.isOpen());
    }

    /** Makes the model known to the pages of a kernel, those that it refers to first. */
    final void open(Widgets to) {
        if (host == to && (comm == null ? !to.connected() : comm.isOpen())) {
            return;
        }
        host = to;
        comm = null;
        changed.clear();
        Map<String, Object> full = fullState(to.version(), true);
        if (to.connected()) {
            comm = to.open(this, full);
        }
    }

    /** Forgets the pages; on the pages its views vanish. */
    final void close() {
        if (host != null) {
            host.forget(this);
        }
        host = null;
        if (comm != null) {
            comm.close();
        }
        comm = null;
        changed.clear();
    }

    /** Sends what changed since the last time; whether anything was sent. */
    final boolean flush() {
        Widgets to = host;
        if (to == null || changed.isEmpty()) {
            return false;
        }
        var part = new LinkedHashMap<String, @Nullable Object>();
        for (String key : changed) {
            part.put(wireName(key, to.version()), wire(key, to.version(), true));
        }
        changed.clear();
        if (comm == null) {
            return false;
        }
        comm.send(update("update", part));
        return true;
    }

    /** The state as the wire has it; {@code opening} also opens what it refers to, else closed models are left out. */
    final Map<String, Object> fullState(Ipywidgets version, boolean opening) {
        var full = new LinkedHashMap<String, Object>(kind.identity(version));
        for (String key : state.keySet()) {
            full.put(wireName(key, version), wire(key, version, opening));
        }
        return full;
    }

    final Map<String, Object> entry(Ipywidgets version) {
        return Map.of(
                "model_name", kind.model(),
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
                model.open(host);
            }
            return model.comm == null || !model.comm.isOpen() ? null : REFERENCE + model.comm.id();
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
                list.stream().filter(Model.class::isInstance).map(Model.class::cast).forEach(parts::add);
            }
        }
        return parts;
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
