package io.trawl.kernel.api;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/** The comms of a run without a front end: they open and close, and nobody is there. */
final class NoComms implements Comms {

    @Override
    public void target(String name, Target target) {
        // No page will open one.
    }

    @Override
    public void removeTarget(String name) {
        // None is kept.
    }

    @Override
    public Comm open(String target, CommMessage opening, Comm.Handler handler) {
        return new Unheard(UUID.randomUUID().toString(), target, new AtomicBoolean(true));
    }

    @Override
    public boolean connected() {
        return false;
    }

    @Override
    public boolean spoken(String target) {
        return false;
    }

    private record Unheard(String id, String target, AtomicBoolean opened) implements Comm {
        @Override
        public void send(CommMessage message) {
            // Heard by nobody.
        }

        @Override
        public boolean isOpen() {
            return opened.get();
        }

        @Override
        public void close() {
            opened.set(false);
        }
    }
}
