package io.trawl.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.kernel.api.Cell;
import io.trawl.kernel.api.Comm;
import io.trawl.kernel.api.CommMessage;
import io.trawl.kernel.api.Comms;
import io.trawl.kernel.api.Kernel;
import io.trawl.kernel.api.Renderer;
import io.trawl.kernel.api.Renderers;
import io.trawl.kernel.api.Rows;
import io.trawl.kernel.api.widget.Widgets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A kernel whose one page draws widgets: it keeps the state of every model and sends what a person does. */
final class OnePage implements Kernel, Comms, Renderers, AutoCloseable {

    private final Map<String, Map<String, Object>> models = new ConcurrentSkipListMap<>();
    private final Map<String, Comm.Handler> handlers = new ConcurrentHashMap<>();
    private final Map<String, Comm> comms = new ConcurrentHashMap<>();
    private final AtomicInteger messages = new AtomicInteger();
    private final AtomicInteger opened = new AtomicInteger();
    private final ExecutorService callbacks = Executors.newSingleThreadExecutor();

    OnePage() {
        Kernel.Current.set(this);
        Widgets.install(this);
    }

    /** The state of the first model with this description; null while there is none. */
    @Nullable
    Map<String, Object> described(String label) {
        return models.values().stream()
                .filter(state -> label.equals(state.get("description")))
                .findFirst()
                .orElse(null);
    }

    /** What the first model of this kind shows. */
    Map<String, Object> first(String model) {
        return models.values().stream()
                .filter(state -> model.equals(state.get("_model_name")))
                .findFirst()
                .orElseThrow();
    }

    /** How many messages came. */
    int messages() {
        return messages.get();
    }

    /** What the models that show HTML show. */
    List<String> pictures() {
        return models.values().stream()
                .filter(state -> "HTMLModel".equals(state.get("_model_name")))
                .map(state -> String.valueOf(state.get("value")))
                .toList();
    }

    Map<String, Object> layoutOf(Map<String, Object> state) {
        return models.get(String.valueOf(state.get("layout")).substring("IPY_MODEL_".length()));
    }

    void click(String label) {
        button(label).run();
    }

    /** Clicks it each time, whatever it is called by then. */
    Runnable button(String label) {
        String id = id("description", label);
        return () -> tell(id, Map.of("method", "custom", "content", Map.of("event", "click")));
    }

    void set(String label, Object value) {
        set(id("description", label), "value", value);
    }

    /** Opens the part of the accordion with this title; null closes the one that is open. */
    void open(@Nullable String title) {
        String id = id("_model_name", "AccordionModel");
        Object index = title == null ? null : ((List<?>) models.get(id).get("titles")).indexOf(title);
        set(id, "selected_index", index);
    }

    private void set(String id, String key, @Nullable Object value) {
        var state = new LinkedHashMap<String, @Nullable Object>();
        state.put(key, value);
        tell(id, Map.of("method", "update", "state", state, "buffer_paths", List.of()));
    }

    /** How many models are open. */
    int openModels() {
        return models.size();
    }

    /** Waits for the page, or for what it set off. */
    synchronized void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            assertThat(left).as("the page did not come to it: %s", models).isPositive();
            try {
                // What is not the page's, a job's state say, tells nobody here.
                wait(Math.min(left, 100));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private synchronized void somethingHappened() {
        notifyAll();
    }

    private String id(String key, String value) {
        return models.entrySet().stream()
                .filter(model -> value.equals(model.getValue().get(key)))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    private void tell(String id, Map<String, Object> data) {
        handlers.get(id).message(comms.get(id), CommMessage.of(data));
    }

    @SuppressWarnings("unchecked")
    private void take(String id, CommMessage message) {
        messages.incrementAndGet();
        if (message.data().get("state") instanceof Map<?, ?> state) {
            models.compute(id, (key, old) -> {
                var now = new LinkedHashMap<String, Object>(old == null ? Map.of() : old);
                now.putAll((Map<String, Object>) state);
                return now;
            });
            somethingHappened();
        }
    }

    @Override
    public Comm open(String target, CommMessage opening, Comm.Handler handler) {
        String id = String.format("m%05d", opened.getAndIncrement());
        take(id, opening);
        handlers.put(id, handler);
        var comm = new Comm() {
            @Override
            public String id() {
                return id;
            }

            @Override
            public String target() {
                return target;
            }

            @Override
            public void send(CommMessage message) {
                take(id, message);
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {
                models.remove(id);
                handlers.remove(id);
                comms.remove(id);
            }
        };
        comms.put(id, comm);
        return comm;
    }

    @Override
    public void target(String name, Target target) {
        // The page is never loaded anew.
    }

    @Override
    public void removeTarget(String name) {
        // As above.
    }

    @Override
    public boolean connected() {
        return true;
    }

    @Override
    public boolean spoken(String target) {
        return true;
    }

    @Override
    public Renderers renderers() {
        return this;
    }

    @Override
    public <T> Registration add(Class<T> type, Renderer<? super T> renderer) {
        return () -> {};
    }

    @Override
    public <T> Registration rows(Class<T> type, Function<? super T, ? extends Rows> rows) {
        return () -> {};
    }

    @Override
    public Optional<Rows> rows(@Nullable Object value) {
        return Optional.empty();
    }

    @Override
    public io.trawl.kernel.api.Bundle render(@Nullable Object value, io.trawl.kernel.api.Display display) {
        throw new IllegalStateException("nothing is rendered by type here");
    }

    @Override
    public void imports(String... imports) {
        // No cell will see them.
    }

    @Override
    public Optional<Cell> cell() {
        return Optional.empty();
    }

    @Override
    public Comms comms() {
        return this;
    }

    @Override
    public void callback(@Nullable Cell cell, Runnable task) {
        callbacks.execute(() -> {
            task.run();
            somethingHappened();
        });
    }

    @Override
    public void beforeCell(Consumer<Cell> hook) {
        // No cell begins here.
    }

    @Override
    public void beforeReply(Runnable hook) {
        // No cell ends here.
    }

    @Override
    public void close() {
        callbacks.shutdown();
    }
}
