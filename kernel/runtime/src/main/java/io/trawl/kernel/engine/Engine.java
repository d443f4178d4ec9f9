package io.trawl.kernel.engine;

import io.trawl.kernel.api.Bundle;
import io.trawl.kernel.api.Comms;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A Java session: definitions and variables of one cell are there for the next. In-process JShell underneath.
 *
 * <p>All methods may be called from any thread. {@link #execute} returns when its cell is done; calls from several threads
 * run side by side over the same variables, each on a thread of the engine's own; the other methods answer while cells run.
 * What cannot be interrupted is abandoned with its thread, so the session outlives every cell.
 *
 * <p>While an engine is open, {@code System.out}, {@code System.err} and {@code System.in} of the process belong to
 * cells. A host that prints itself keeps the streams it had before the first engine started.
 */
public interface Engine extends AutoCloseable {

    /** Starts an engine; returns at once, Java itself comes up in the background and the first cell waits for it. */
    static Engine start(EngineOptions options) {
        return start(options, Comms.none());
    }

    /** As {@link #start(EngineOptions)}, with a front end at the other end of {@code comms}. */
    static Engine start(EngineOptions options, Comms comms) {
        return new JavaEngine(options, comms);
    }

    /** Completes when Java is up and the extensions are installed; exceptionally where that failed. */
    CompletionStage<Void> ready();

    /**
     * Executes a cell and waits for its end. Never throws for what the cell does.
     *
     * @param sink gets the outputs, also those that work started by the cell makes later
     */
    ExecuteResult execute(ExecuteRequest request, OutputSink sink);

    /** Completes at {@code cursor}, in code points from the start of {@code code}. */
    Completions complete(String code, int cursor);

    /** Describes what stands at {@code cursor}: signatures, types, and with {@code detail} documentation. */
    Optional<Bundle> inspect(String code, int cursor, boolean detail);

    Completeness isComplete(String code);

    History history();

    /**
     * Stops the running cells: loops and recursion of cell code within milliseconds, blocked calls by
     * {@link Thread#interrupt}; what does not end within a second is abandoned and said so in the cell. Returns at once.
     *
     * @return whether one was running
     */
    boolean interrupt();

    /** Interrupts, and gives the process its streams back. Idempotent. */
    @Override
    void close();
}
