package io.trawl.kernel.engine;

import io.trawl.kernel.api.Bundle;
import io.trawl.kernel.api.Cell;
import io.trawl.kernel.api.Display;
import io.trawl.kernel.api.Kernel;
import io.trawl.kernel.guest.CellRunner;
import io.trawl.kernel.guest.CellStopped;
import io.trawl.kernel.guest.Owner;
import io.trawl.kernel.guest.Owners;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** One execution of one cell, for as long as anything of it lives. */
final class CellState implements Cell, Owner {

    final String code;
    final OutputSink sink;
    final CellOutput output;

    /** Whose thread runs this cell's code. */
    final CellRunner runner;

    /** Completed by the interrupt of this cell. */
    final CompletableFuture<Void> stop = new CompletableFuture<>();

    private final int number;
    private final String id;
    private final boolean interactive;
    private final Queue<Runnable> interruptHooks = new ConcurrentLinkedQueue<>();
    private final Queue<CompletableFuture<?>> live = new ConcurrentLinkedQueue<>();

    CellState(
            int number, ExecuteRequest request, OutputSink sink, CellRunner runner, ScheduledExecutorService flusher) {
        this.number = number;
        this.runner = runner;
        this.code = request.code();
        this.id = request.cellId();
        this.interactive = request.interactive();
        this.sink = sink;
        this.output = new CellOutput(this, flusher);
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public boolean interactive() {
        return interactive;
    }

    @Override
    public boolean stopRequested() {
        return stop.isDone();
    }

    @Override
    public Runnable carry(Runnable task) {
        return () -> Owners.run(this, task);
    }

    @Override
    public Display display(Bundle bundle) {
        var display = new LiveDisplay(this);
        display.open(bundle);
        return display;
    }

    @Override
    public Display display(@Nullable Object value) {
        var display = new LiveDisplay(this);
        display.open(Kernel.current().renderers().render(value, display));
        return display;
    }

    @Override
    public void clearOutput(boolean wait) {
        output.inOrder(() -> sink.clearOutput(this, wait));
    }

    @Override
    public String input(String prompt) {
        return ask(prompt, false);
    }

    @Override
    public String password(String prompt) {
        return ask(prompt, true);
    }

    private String ask(String prompt, boolean password) {
        output.flush();
        try {
            return sink.input(this, prompt, password);
        } catch (InterruptedException e) {
            throw new CellStopped();
        }
    }

    @Override
    public void onInterrupt(Runnable hook) {
        interruptHooks.add(hook);
    }

    void awaitBeforeReply(CompletionStage<?> done) {
        var future = new CompletableFuture<Void>();
        done.whenComplete((value, error) -> future.complete(null));
        live.add(future);
    }

    /** Completes when every live display of this cell has said that it is done. */
    CompletableFuture<Void> allDone() {
        return CompletableFuture.allOf(live.toArray(CompletableFuture<?>[]::new));
    }

    long stillLive() {
        return live.stream().filter(f -> !f.isDone()).count();
    }

    /** Marks the cell as stopped and runs its hooks, once, on a thread of their own: they are the user's code. */
    void interrupted() {
        if (!stop.complete(null)) {
            return;
        }
        List<Runnable> hooks = new ArrayList<>(interruptHooks);
        if (hooks.isEmpty()) {
            return;
        }
        var thread = new Thread(carry(() -> hooks.forEach(CellState::runHook)), "cell-interrupt-hooks");
        thread.setDaemon(true);
        thread.start();
    }

    private static void runHook(Runnable hook) {
        try {
            hook.run();
        } catch (RuntimeException | Error e) {
            LoggerFactory.getLogger(CellState.class).warn("an onInterrupt hook failed", e);
        }
    }

    @Override
    public String toString() {
        return "Cell [" + number + "]";
    }
}
