package io.trawl.kernel.engine;

import io.trawl.kernel.api.Bundle;
import io.trawl.kernel.engine.ExecuteResult.Status;
import io.trawl.kernel.guest.CellRunner;
import io.trawl.kernel.guest.SnippetLoader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine: cells one at a time, questions beside them.
 *
 * <p>Threads, all daemons: {@code trawl-language} builds the session, warms the compiler and tidies after cells;
 * {@code trawl-output} sends printed text that waited long enough, and may wait for a slow front end; {@code trawl-grace}
 * ends the grace of an interrupt and never waits; {@code cell-n} runs cell code. A cell's statements are compiled on the
 * thread that called {@link #execute}.
 */
final class JavaEngine implements Engine {

    private static final Logger LOG = LoggerFactory.getLogger(JavaEngine.class);

    private final ExecutorService background = Executors.newSingleThreadExecutor(daemon("trawl-language"));
    private final ScheduledExecutorService flusher = Executors.newSingleThreadScheduledExecutor(daemon("trawl-output"));
    private final ScheduledExecutorService grace = Executors.newSingleThreadScheduledExecutor(daemon("trawl-grace"));
    private final CompletableFuture<Language> language;
    private final CellRunner runner;
    private final HistoryStore history;
    private final ReentrantLock turn = new ReentrantLock(true);
    private final Warmup warmup = new Warmup();

    /** Guards {@link #current}: an interrupt hits the cell it was meant for or none. */
    private final Object currentLock = new Object();

    private @Nullable CellState current;
    private int count;
    private volatile boolean closed;

    JavaEngine(EngineOptions options) {
        var loader = new SnippetLoader(options.classPath());
        this.runner = new CellRunner(loader, grace);
        this.history = new HistoryStore(options.historyFile());
        ProcessStreams.acquire();
        this.language = CompletableFuture.supplyAsync(() -> new Language(options, runner, loader, flusher), background);
        language.whenCompleteAsync(
                (l, error) -> {
                    if (error != null) {
                        LOG.error("the Java session could not be started", error);
                    } else {
                        warmup.run(l);
                    }
                },
                background);
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
        turn.lock();
        try {
            return closed ? aborted() : execute(request, sink, language.join());
        } catch (CompletionException e) {
            var report = new ErrorReport(
                    "KernelError",
                    "Java could not be started: " + e.getCause(),
                    List.of("Java could not be started: " + e.getCause()));
            return new ExecuteResult(Status.ERROR, count, Optional.of(report), Map.of(), Optional.empty());
        } finally {
            turn.unlock();
        }
    }

    private ExecuteResult aborted() {
        return new ExecuteResult(Status.ABORTED, count, Optional.empty(), Map.of(), Optional.empty());
    }

    private ExecuteResult execute(ExecuteRequest request, OutputSink sink, Language java) {
        if (request.storeHistory()) {
            count++;
        }
        var cell = new CellState(request.silent() ? 0 : count, request, sink, flusher);
        synchronized (currentLock) {
            current = cell;
        }
        ProcessStreams.begin(cell);
        try {
            if (!request.silent()) {
                sink.started(cell);
            }
            var execution = new CellExecution(java, cell, request);
            ExecuteResult result = execution.run(count);
            if (request.storeHistory()) {
                history.add(count, request.code(), execution.resultText());
            }
            return result;
        } finally {
            synchronized (currentLock) {
                current = null;
            }
            ProcessStreams.end(cell);
            if (!closed) {
                background.execute(java.variables::releaseOldResults);
            }
        }
    }

    @Override
    public Completions complete(String code, int cursor) {
        warmup.stop();
        return new Completer(language.join().session).complete(code, cursor);
    }

    @Override
    public Optional<Bundle> inspect(String code, int cursor, boolean detail) {
        warmup.stop();
        return new Inspector(language.join()).inspect(code, cursor, detail);
    }

    @Override
    public Completeness isComplete(String code) {
        return new Completer(language.join().session).completeness(code);
    }

    @Override
    public History history() {
        return history;
    }

    @Override
    public boolean interrupt() {
        synchronized (currentLock) {
            if (current == null) {
                return false;
            }
            current.interrupted();
            runner.interrupt();
            return true;
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
