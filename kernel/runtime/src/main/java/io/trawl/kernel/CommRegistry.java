package io.trawl.kernel;

import io.trawl.kernel.api.Comm;
import io.trawl.kernel.api.CommMessage;
import io.trawl.kernel.api.Comms;
import io.trawl.kernel.guest.Owner;
import io.trawl.kernel.guest.Owners;
import io.trawl.kernel.wire.Connection;
import io.trawl.kernel.wire.Request;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open comms and who answers them. {@link #received} is called on one thread, {@code trawl-comms}; what a handler
 * sends there has the message in hand as parent, any other message the running cell, else the cell that opened the comm.
 */
final class CommRegistry implements Comms {

    private static final Logger LOG = LoggerFactory.getLogger(CommRegistry.class);

    /** Names and comms that a page makes up are not kept without end. */
    private static final int MOST = 10_000;

    private final Connection wire;
    private final Supplier<@Nullable Request> running;
    private final Map<String, Registered> targets = new ConcurrentHashMap<>();
    private final Map<String, PageComm> open = new ConcurrentHashMap<>();
    private final Set<String> spoken = ConcurrentHashMap.newKeySet();
    private final ThreadLocal<@Nullable Request> inHand = new ThreadLocal<>();

    CommRegistry(Connection wire, Supplier<@Nullable Request> running) {
        this.wire = wire;
        this.running = running;
    }

    /** In whose name code of a library or a cell is called, and with which classes. */
    private record Home(@Nullable Owner owner, @Nullable ClassLoader loader) {

        static Home here() {
            return new Home(Owners.current(), Thread.currentThread().getContextClassLoader());
        }

        void run(Runnable code) {
            Thread thread = Thread.currentThread();
            ClassLoader before = thread.getContextClassLoader();
            thread.setContextClassLoader(loader);
            try {
                Owners.run(owner, () -> tell(code));
            } finally {
                thread.setContextClassLoader(before);
            }
        }

        private void tell(Runnable code) {
            try {
                code.run();
            } catch (RuntimeException | Error e) {
                LOG.warn("the handler of a comm failed", e);
                if (owner != null) {
                    e.printStackTrace();
                }
            }
        }
    }

    private record Registered(Target target, Home home) {}

    @Override
    public void target(String name, Target target) {
        targets.put(name, new Registered(target, Home.here()));
    }

    @Override
    public void removeTarget(String name) {
        targets.remove(name);
    }

    @Override
    public Comm open(String target, CommMessage opening, Comm.Handler handler) {
        var comm = new PageComm(UUID.randomUUID().toString(), target, Home.here(), running.get());
        comm.handler = handler;
        open.put(comm.id, comm);
        var content = comm.content(opening);
        content.put("target_name", target);
        comm.publish("comm_open", content, opening);
        return comm;
    }

    @Override
    public boolean connected() {
        return true;
    }

    @Override
    public boolean spoken(String target) {
        return spoken.contains(target);
    }

    private void speaks(String target) {
        if (spoken.size() < MOST) {
            spoken.add(target);
        }
    }

    /** The answer to a comm_info_request: those open, of one target where it names one. */
    Map<String, Object> info(Request request) {
        String target = request.string("target_name", "");
        if (!target.isEmpty()) {
            speaks(target);
        }
        var comms = new LinkedHashMap<String, Object>();
        open.values().stream()
                .filter(comm -> target.isEmpty() || comm.target.equals(target))
                .forEach(comm -> comms.put(comm.id, Map.of("target_name", comm.target)));
        return Map.of("status", "ok", "comms", comms);
    }

    /** Takes a comm_open, comm_msg or comm_close. */
    void received(Request request) {
        inHand.set(request);
        try {
            String id = request.string("comm_id", "");
            var message = new CommMessage(request.map("data"), request.metadata(), request.buffers());
            if (request.type().equals("comm_open")) {
                opened(id, request.string("target_name", ""), message);
                return;
            }
            PageComm comm = open.get(id);
            if (comm == null) {
                LOG.debug("{} for a comm that is not open: {}", request.type(), id);
            } else if (request.type().equals("comm_close")) {
                open.remove(id);
                comm.home.run(() -> comm.handler.closed(comm, message));
            } else {
                speaks(comm.target);
                comm.home.run(() -> comm.handler.message(comm, message));
            }
        } finally {
            inHand.remove();
        }
    }

    private void opened(String id, String target, CommMessage opening) {
        Registered registered = targets.get(target);
        if (open.containsKey(id)) {
            LOG.warn("a comm {} is open already", id);
            return;
        }
        var comm = new PageComm(id, target, registered == null ? Home.here() : registered.home, inHand.get());
        open.put(id, comm);
        if (registered == null || open.size() > MOST) {
            LOG.info("no comm on {}: the name is not known, or too many are open", target);
            comm.close();
            return;
        }
        speaks(target);
        registered.home.run(() -> comm.handler = registered.target.opened(comm, opening));
        if (comm.handler == PageComm.NONE) {
            comm.close();
        }
    }

    private final class PageComm implements Comm {
        private static final Comm.Handler NONE = (comm, message) -> {};

        private final String id;
        private final String target;
        private final Home home;
        private final @Nullable Request origin;
        private volatile Comm.Handler handler = NONE;

        PageComm(String id, String target, Home home, @Nullable Request origin) {
            this.id = id;
            this.target = target;
            this.home = home;
            this.origin = origin;
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
        public boolean isOpen() {
            return open.get(id) == this;
        }

        @Override
        public synchronized void send(CommMessage message) {
            if (isOpen()) {
                publish("comm_msg", content(message), message);
            }
        }

        @Override
        public synchronized void close() {
            if (open.remove(id, this)) {
                CommMessage nothing = CommMessage.of(Map.of());
                publish("comm_close", content(nothing), nothing);
            }
        }

        private Map<String, Object> content(CommMessage message) {
            var content = new LinkedHashMap<String, Object>();
            content.put("comm_id", id);
            content.put("data", message.data());
            return content;
        }

        private void publish(String type, Map<String, Object> content, CommMessage message) {
            Request parent = inHand.get();
            if (parent == null) {
                Request cell = running.get();
                parent = cell == null ? origin : cell;
            }
            wire.publishWhenRoom(parent, type, content, message.metadata(), message.buffers());
        }
    }
}
