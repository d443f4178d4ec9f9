package io.trawl.kernel.api.widget;

import io.trawl.kernel.api.Comm;
import io.trawl.kernel.api.CommMessage;
import io.trawl.kernel.api.Comms;
import io.trawl.kernel.api.Frames;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The pages at the other end, and the clock: all that is sent is kept, frames come by hand. */
final class RecordingPages implements Comms, Frames {

    /** A message as it would be on the wire. */
    record Sent(String type, String comm, CommMessage message) {
        Object method() {
            return message.data().get("method");
        }

        @SuppressWarnings("unchecked")
        Map<String, Object> state() {
            return (Map<String, Object>) message.data().get("state");
        }
    }

    final List<Sent> sent = new ArrayList<>();
    final Map<String, PageComm> open = new LinkedHashMap<>();
    private final Map<String, Target> targets = new LinkedHashMap<>();
    private final Deque<Runnable> frames = new ArrayDeque<>();
    boolean connected = true;
    boolean spoken;

    List<Sent> of(String type) {
        return sent.stream().filter(s -> s.type().equals(type)).toList();
    }

    /** The messages on the comm of a model, its opening not among them. */
    List<Sent> to(Model model) {
        return sent.stream()
                .filter(s -> s.type().equals("comm_msg") && s.comm().equals(model.id()))
                .toList();
    }

    Sent opening(String modelName) {
        return of("comm_open").stream()
                .filter(s -> s.state().get("_model_name").equals(modelName))
                .findFirst()
                .orElseThrow();
    }

    void pageSets(Model model, String key, Object value) {
        var state = new LinkedHashMap<String, Object>();
        state.put(key, value);
        pageSends(model.id(), Map.of("method", "update", "state", state, "buffer_paths", List.of()));
    }

    void pageSends(String comm, Map<String, Object> data) {
        open.get(comm).handler.message(open.get(comm), CommMessage.of(data));
    }

    /** A person does something with the control of this label. */
    void person(String label, Map<String, Object> data) {
        Sent opening = of("comm_open").stream()
                .filter(s -> label.equals(s.state().get("description")))
                .findFirst()
                .orElseThrow();
        pageSends(opening.comm(), data);
    }

    /** How much was sent, about. */
    int bytes() {
        return sent.stream().mapToInt(s -> s.message().toString().length()).sum();
    }

    void pageOpens(String target, String id) {
        var comm = new PageComm(id, target, null);
        open.put(id, comm);
        comm.handler = targets.get(target).opened(comm, CommMessage.of(Map.of()));
    }

    void pageCloses(Model model) {
        PageComm comm = open.remove(model.id());
        comm.handler.closed(comm, CommMessage.of(Map.of()));
    }

    void frame() {
        frames.remove().run();
    }

    boolean frameComes() {
        return !frames.isEmpty();
    }

    @Override
    public long nanos() {
        return 0;
    }

    @Override
    public void schedule(Duration delay, Runnable frame) {
        frames.add(frame);
    }

    @Override
    public void draw(Runnable drawing) {
        throw new UnsupportedOperationException("widgets draw nothing of users");
    }

    @Override
    public void target(String name, Target target) {
        targets.put(name, target);
    }

    @Override
    public void removeTarget(String name) {
        targets.remove(name);
    }

    @Override
    public Comm open(String target, CommMessage opening, Comm.Handler handler) {
        var comm = new PageComm("c" + sent.size(), target, handler);
        open.put(comm.id, comm);
        sent.add(new Sent("comm_open", comm.id, opening));
        return comm;
    }

    @Override
    public boolean connected() {
        return connected;
    }

    @Override
    public boolean spoken(String target) {
        return spoken;
    }

    final class PageComm implements Comm {
        private final String id;
        private final String target;
        private Handler handler;

        PageComm(String id, String target, Handler handler) {
            this.id = id;
            this.target = target;
            this.handler = handler;
        }

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
            sent.add(new Sent("comm_msg", id, message));
        }

        @Override
        public boolean isOpen() {
            return open.get(id) == this;
        }

        @Override
        public void close() {
            if (open.remove(id) != null) {
                sent.add(new Sent("comm_close", id, CommMessage.of(Map.of())));
            }
        }
    }
}
