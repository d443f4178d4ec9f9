package io.trawl.kernel.guest;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ForkJoinWorkerThread;

/**
 * Which cell threads are to end. A thread stays marked until its task is over; an abandoned one until it is dead, so it
 * falls at its next woven instruction. The flag is up while anything is marked: the woven check costs one volatile read.
 */
final class Stops {

    private static final Set<Thread> MARKED = ConcurrentHashMap.newKeySet();
    private static final Set<Owner> OWNERS = ConcurrentHashMap.newKeySet();
    private static volatile boolean raised;

    private Stops() {}

    static void check() {
        if (raised && marked(Thread.currentThread())) {
            throw new CellStopped();
        }
    }

    static boolean applies() {
        return raised && marked(Thread.currentThread());
    }

    /** Parallel streams run a cell's lambdas on pool workers while its own thread waits for them: they fall too. */
    private static boolean marked(Thread thread) {
        if (MARKED.contains(thread)) {
            return true;
        }
        if (!(thread instanceof ForkJoinWorkerThread) || OWNERS.isEmpty()) {
            return false;
        }
        Owner owner = Owners.onStack();
        return owner != null && OWNERS.contains(owner);
    }

    static synchronized void mark(Thread thread, Owner owner) {
        MARKED.add(thread);
        OWNERS.add(owner);
        raised = true;
    }

    static synchronized void clear(Thread thread, Owner owner) {
        MARKED.remove(thread);
        OWNERS.remove(owner);
        raised = !MARKED.isEmpty();
    }
}
