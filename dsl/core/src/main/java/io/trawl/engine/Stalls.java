package io.trawl.engine;

import io.trawl.Stall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the line of a user's that keeps a thread of the session from its work for more than 50 ms: an I/O thread at all,
 * a pool thread by waiting. It looks every 25 ms, only while a job runs and any of the threads has something to do, and
 * takes a stack only of a thread that has not turned to anything else since it looked twice before; an I/O thread that is
 * seen to wait for events is left alone until the next one comes. So of a machine that is stopped as a whole nobody is
 * accused, and what holds a thread up for 75 ms is found. Thread-safe; whom it tells is called on the callback pool.
 */
final class Stalls {
    static final Duration LIMIT = Duration.ofMillis(50);
    private static final Duration TICK = LIMIT.dividedBy(2);

    /** Code that is nobody's of the user. */
    private static final List<String> OURS = List.of(
            "java.",
            "javax.",
            "jdk.",
            "sun.",
            "com.sun.",
            "org.apache.hc.",
            "org.jsoup.",
            "org.slf4j.",
            "io.trawl.engine.",
            "io.trawl.page.",
            "io.trawl.site.",
            "io.trawl.store.",
            "io.trawl.table.",
            "io.trawl.kernel.",
            "io.trawl.notebook.");

    /** What was seen of a thread. */
    private static final class Look {
        private long turns = -1;
        private long since;
        private int looks;
        private int waits;
        private boolean settled;
    }

    private final Clock clock;
    private final Map<Watched, Look> looks = new LinkedHashMap<>();
    private int running;
    private boolean ticking;

    /** A job runs, and no thread has anything to do: the next that turns to something wakes it. */
    private volatile boolean asleep;

    private Executor callbacks = Runnable::run;
    private BiConsumer<@Nullable JobBase<?>, Stall> tell = (job, stall) -> {};

    Stalls(Clock clock) {
        this.clock = clock;
    }

    /** @param told of a stall, and of the job whose function it is, where that is known */
    synchronized void tell(Executor on, BiConsumer<@Nullable JobBase<?>, Stall> told) {
        callbacks = on;
        tell = told;
    }

    /** Looks at this thread too, until it ends. */
    synchronized void watch(Watched thread) {
        looks.put(thread, new Look());
        thread.watcher = this;
    }

    /** One of the threads turns to something else. */
    void turned() {
        if (asleep) {
            wake();
        }
    }

    private synchronized void wake() {
        asleep = false;
        if (!ticking && running > 0) {
            ticking = true;
            clock.schedule(TICK, this::tick);
        }
    }

    /** A job runs. Where there are no threads to look at, as in virtual time, nothing ticks. */
    synchronized void begin() {
        running++;
        if (!looks.isEmpty()) {
            wake();
        }
    }

    /** It has ended. */
    synchronized void end() {
        running--;
    }

    private void tick() {
        synchronized (this) {
            ticking = running > 0 && lookAtAll();
            if (!ticking) {
                asleep = running > 0;
                // One that turned to something just before is not to wait for the next.
                if (!asleep
                        || looks.entrySet().stream().allMatch(e -> e.getKey().turns() == e.getValue().turns)) {
                    return;
                }
                asleep = false;
                ticking = true;
            }
        }
        clock.schedule(TICK, this::tick);
    }

    /** Whether any of them has something to do. */
    private boolean lookAtAll() {
        boolean busy = false;
        for (Iterator<Map.Entry<Watched, Look>> all = looks.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<Watched, Look> one = all.next();
            if (one.getKey().getState() == Thread.State.TERMINATED) {
                all.remove();
            } else {
                look(one.getKey(), one.getValue());
                busy |= !one.getValue().settled;
            }
        }
        return busy;
    }

    private void look(Watched thread, Look look) {
        long turns = thread.turns();
        if (turns != look.turns) {
            look.turns = turns;
            look.since = clock.nanos();
            look.looks = 0;
            look.waits = 0;
            look.settled = thread.isIdle();
        } else if (!look.settled && ++look.looks >= 2) {
            StackTraceElement[] stack = thread.getStackTrace();
            if (thread instanceof Threads.IoThread) {
                // The client has one more thread of this kind, which waits for its end.
                boolean parked = thread.getState() != Thread.State.RUNNABLE;
                look.settled = selects(stack) || told(thread, look, stack) || parked;
            } else if (thread.awaiting() || !waits(thread, stack)) {
                look.waits = 0;
            } else if (++look.waits > 2) {
                look.settled = told(thread, look, stack);
            }
        }
    }

    /** Whether it waits for something to happen on any of its connections. */
    private static boolean selects(StackTraceElement[] stack) {
        return Arrays.stream(stack).limit(4).anyMatch(f -> f.getClassName().startsWith("sun.nio.ch.SelectorImpl"));
    }

    /** Whether it stands still; in a system call it does so while it looks as if it ran. */
    private static boolean waits(Thread thread, StackTraceElement[] stack) {
        Thread.State state = thread.getState();
        return state == Thread.State.WAITING
                || state == Thread.State.TIMED_WAITING
                || state == Thread.State.BLOCKED
                || stack.length > 0
                        && stack[0].isNativeMethod()
                        && (stack[0].getClassName().startsWith("sun.nio.")
                                || stack[0].getClassName().startsWith("java.net.")
                                || stack[0].getClassName().startsWith("java.io."));
    }

    /** Whether there was a line of the user's to tell of. */
    private boolean told(Watched thread, Look look, StackTraceElement[] stack) {
        if (Arrays.stream(stack).allMatch(Stalls::isOurs)) {
            return false;
        }
        var busy = Duration.ofNanos(clock.nanos() - look.since);
        JobBase<?> job = thread.job();
        callbacks.execute(() -> tell.accept(job, stall(thread, busy, stack)));
        return true;
    }

    private static boolean isOurs(StackTraceElement frame) {
        String name = frame.getClassName();
        // The DSL's own types stand directly in its package.
        boolean dsl = name.startsWith("io.trawl.") && name.indexOf('.', "io.trawl.".length()) < 0;
        return dsl || OURS.stream().anyMatch(name::startsWith);
    }

    private static Stall stall(Watched thread, Duration busy, StackTraceElement[] stack) {
        boolean io = thread instanceof Threads.IoThread;
        String advice = io
                ? "leave functions to the pools, and for what blocks .mapAsync(8, d -> blocking(() -> …))"
                : thread.getName().startsWith(Threads.CALLBACKS)
                        ? "in a listener start it and do not wait: blocking(() -> …).toFuture()"
                        : ".mapAsync(8, d -> blocking(() -> …)) for what waits; delay(d) for Thread.sleep";
        return new Stall(thread.getName(), io, busy, place(stack), advice, List.of(stack));
    }

    /** The innermost line of the user's: of a cell where there are cells, else of whatever is not ours. */
    private static String place(StackTraceElement[] stack) {
        var foreign = new ArrayList<StackTraceElement>();
        for (StackTraceElement frame : stack) {
            Optional<String> cell = Carrier.place(frame);
            if (cell.isPresent()) {
                return cell.get();
            }
            if (!isOurs(frame)) {
                foreign.add(frame);
            }
        }
        StackTraceElement frame = foreign.get(0);
        return frame.getClassName() + "." + frame.getMethodName() + " (" + frame.getFileName() + ", line "
                + frame.getLineNumber() + ")";
    }
}
