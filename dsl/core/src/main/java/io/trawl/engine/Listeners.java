package io.trawl.engine;

import io.trawl.Act;
import io.trawl.JobEvent;
import io.trawl.Progress;
import io.trawl.View;
import java.time.Duration;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Those who listen to a job: called one at a time and in order, each as if where it was registered. What one throws is
 * noted, and stops neither the job nor the others.
 */
final class Listeners {
    private static final Duration FRAME = Duration.ofMillis(100);
    private static final Duration SLOW = Duration.ofMillis(100);

    /** Takes a line for the job's log. */
    interface Notes {
        void note(System.Logger.Level level, String message, @Nullable Throwable thrown);
    }

    private final LocalSession session;
    private final EventLog events;
    private final Consumer<Runnable> carried;
    private final Notes notes;
    private final Serial serial;

    /** @param carried runs a function of the user so that what it prints belongs to where the job was started */
    Listeners(LocalSession session, EventLog events, Consumer<Runnable> carried, Notes notes) {
        this.session = session;
        this.events = events;
        this.carried = carried;
        this.notes = notes;
        this.serial = new Serial(session.callbacks);
    }

    void onEvent(Act<? super JobEvent> listener) {
        // What is thrown at a line of the log is no further line, or there would be no end to them.
        events.subscribe(
                new All(e -> call("a listener to events", listener, e, !(e instanceof JobEvent.Logged))), serial);
    }

    void onProgress(Act<? super Progress> listener, Supplier<Progress> progress) {
        var pending = new AtomicBoolean();
        var over = new AtomicBoolean();
        Consumer<Progress> tell = now -> call("a listener to progress", listener, now, true);
        Runnable report = () -> {
            pending.set(false);
            Progress now = progress.get();
            // Whoever is told of the end finds all of it: that is so when the last event is there.
            if (!now.state().isFinal()) {
                tell.accept(now);
            }
        };
        // Most events of a fast job only find the flag set: no thread is woken for them.
        events.onChange(last -> {
            if (last && over.compareAndSet(false, true)) {
                serial.execute(() -> tell.accept(progress.get()));
            } else if (!last && pending.compareAndSet(false, true)) {
                session.clock.schedule(FRAME, () -> serial.execute(report));
            }
        });
    }

    private <A> void call(String who, Act<? super A> listener, A argument, boolean noted) {
        long start = session.clock.nanos();
        carried.accept(() -> {
            try {
                listener.accept(argument);
            } catch (Exception | Error e) {
                if (noted) {
                    notes.note(System.Logger.Level.WARNING, who + " threw " + e, e);
                }
            }
        });
        Duration took = session.clock.since(start);
        if (noted && session.config.debug() && took.compareTo(SLOW) > 0) {
            notes.note(
                    System.Logger.Level.WARNING,
                    who + " took " + View.seconds(took) + ", while all others of the job waited: what blocks belongs"
                            + " into blocking(() -> …)",
                    null);
        }
    }

    /** Of a job that runs no more: what a listener throws has no log to stand in. */
    static <A> void call(Act<? super A> listener, A argument) {
        try {
            listener.accept(argument);
        } catch (Exception | Error e) {
            LoggerFactory.getLogger(Listeners.class).warn("a job's listener threw", e);
        }
    }

    /** Takes all there is. */
    record All(Consumer<JobEvent> act) implements Flow.Subscriber<JobEvent> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(JobEvent event) {
            act.accept(event);
        }

        @Override
        public void onError(Throwable error) {
            // The log never fails.
        }

        @Override
        public void onComplete() {
            // The last event said so already.
        }
    }
}
