package io.trawl.kernel.engine;

import io.trawl.kernel.api.Bundle;
import io.trawl.kernel.api.Comms;
import io.trawl.kernel.engine.Completeness.Status;
import io.trawl.kernel.guest.CellRunner;
import io.trawl.kernel.guest.SnippetLoader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine: each caller's cells on a thread of their own, questions beside them.
 *
 * <p>Threads, all daemons: {@code trawl-language} builds the session, warms the compiler and tidies after cells;
 * {@code trawl-output} sends printed text that waited long enough, and may wait for a slow front end; {@code trawl-grace}
 * ends the grace of an interrupt and never waits; {@code cell-n} runs cell code, and what people set off on pages, which
 * {@code trawl-callbacks} hands it. A cell's statements are compiled on the
 * thread that called {@link #execute}.
 */
final class JavaEngine implements Engine {

    private static final Logger LOG = LoggerFactory.getLogger(JavaEngine.class);

    private final ExecutorService background = Executors.newSingleThreadExecutor(daemon("trawl-language"));
    private final ScheduledExecutorService flusher = Executors.newSingleThreadScheduledExecutor(daemon("trawl-output"));
    private final ScheduledExecutorService grace = Executors.newSingleThreadScheduledExecutor(daemon("trawl-grace"));
    private final CompletableFuture<Language> language;
    private final SnippetLoader loader;
    private final CellRunner callbacks;
    private final HistoryStore history;
    private final Warmup warmup = new Warmup();

    /** Guards the three below: an interrupt hits the cells it was meant for or none. */
    private final Object cells = new Object();

    private final List<CellState> running = new ArrayList<>();
    private final Deque<CellRunner> idle = new ArrayDeque<>();
    private int count;
    private volatile boolean closed;

    JavaEngine(EngineOptions options, Comms comms) {
        this.loader = new SnippetLoader(options.classPath());
        var first = new CellRunner(loader, grace);
        this.callbacks = new CellRunner(loader, grace);
        this.history = new HistoryStore(options.historyFile());
        ProcessStreams.acquire();
        this.language = CompletableFuture.supplyAsync(
                () -> new Language(options, comms, first, callbacks, loader, flusher, history), background);
        language.whenCompleteAsync(
                (l, error) -> {
                    if (error != null) {
                        LOG.error("the Java session could not be started", error);
                    } else {
                        warmup.run(l, first);
                        synchronized (cells) {
                            idle.push(first);
                        }
                    }
                },
                background);
    }

    @Override
    public CompletionStage<Void> ready() {
        return language.thenAccept(l -> {});
    }

    private static ThreadFactory daemon(String name) {
        return task -> {
            var thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public ExecuteResult execute(ExecuteRequest request, OutputSink sink) {
        warmup.stop();
        try {
            return closed ? aborted() : execute(request, sink, language.join());
        } catch (CompletionException e) {
            var report = new ErrorReport(
                    "KernelError",
                    "Java could not be started: " + e.getCause(),
                    List.of("Java could not be started: " + e.getCause()));
            return new ExecuteResult(
                    ExecuteResult.Status.ERROR, count(), Optional.of(report), Map.of(), Optional.empty());
        }
    }

    private int count() {
        synchronized (cells) {
            return count;
        }
    }

    private ExecuteResult aborted() {
        return new ExecuteResult(ExecuteResult.Status.ABORTED, count(), Optional.empty(), Map.of(), Optional.empty());
    }

    private ExecuteResult execute(ExecuteRequest request, OutputSink sink, Language java) {
        CellState cell = begin(request, sink);
        ProcessStreams.begin(cell);
        try {
            if (!request.silent()) {
                sink.started(cell);
            }
            var execution = new CellExecution(java, cell, request);
            ExecuteResult result = execution.run(request.storeHistory() ? cell.number() : count());
            if (request.storeHistory()) {
                history.add(cell.number(), request.code(), execution.resultText());
            }
            return result;
        } finally {
            end(cell);
            ProcessStreams.end(cell);
            if (!closed) {
                background.execute(java.variables::releaseOldResults);
            }
        }
    }

    private CellState begin(ExecuteRequest request, OutputSink sink) {
        synchronized (cells) {
            if (request.storeHistory()) {
                count++;
            }
            CellRunner runner = idle.isEmpty() ? new CellRunner(loader, grace) : idle.pop();
            var cell = new CellState(request.silent() ? 0 : count, request, sink, runner, flusher);
            running.add(cell);
            return cell;
        }
    }

    private void end(CellState cell) {
        synchronized (cells) {
            running.remove(cell);
            idle.push(cell.runner);
        }
    }

    @Override
    public Completions complete(String code, int cursor) {
        warmup.stop();
        Language java = language.join();
        int index = CodePoints.toIndex(code, cursor);
        return java.magics
                .complete(code, index)
                .map(found -> Completions.of(found, code))
                .orElseGet(() -> new Completer(java.session).complete(java.magics.javaOnly(code), cursor));
    }

    @Override
    public Optional<Bundle> inspect(String code, int cursor, boolean detail) {
        warmup.stop();
        Language java = language.join();
        return java.magics
                .describe(code, CodePoints.toIndex(code, cursor))
                .or(() -> new Inspector(java).inspect(java.magics.javaOnly(code), cursor, detail));
    }

    @Override
    public Completeness isComplete(String code) {
        Language java = language.join();
        return java.magics
                .isComplete(code)
                .map(complete -> new Completeness(complete ? Status.COMPLETE : Status.INCOMPLETE, ""))
                .orElseGet(() -> new Completer(java.session).completeness(java.magics.javaOnly(code)));
    }

    @Override
    public History history() {
        return history;
    }

    @Override
    public boolean interrupt() {
        synchronized (cells) {
            for (CellState cell : running) {
                cell.interrupted();
                cell.runner.interrupt();
            }
            return callbacks.interrupt() || !running.isEmpty();
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        warmup.stop();
        interrupt();
        synchronized (cells) {
            idle.forEach(CellRunner::close);
            running.forEach(cell -> cell.runner.close());
            callbacks.close();
        }
        language.whenComplete((l, error) -> {
            if (l != null) {
                l.close();
            }
        });
        ProcessStreams.release();
        background.shutdown();
        flusher.shutdown();
        grace.shutdown();
    }
}
