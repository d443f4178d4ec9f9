package io.trawl.kernel;

import io.trawl.kernel.engine.Engine;
import io.trawl.kernel.engine.EngineOptions;
import io.trawl.kernel.wire.Channel;
import io.trawl.kernel.wire.Connection;
import io.trawl.kernel.wire.ConnectionFile;
import io.trawl.kernel.wire.Request;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands each request to the thread that answers it, so that none waits for a kind slower than its own: cells to
 * {@link Executions}; what needs the compiler (complete, inspect, is_complete) to {@code trawl-questions}; what pages send
 * over comms to {@code trawl-comms}; the rest, which never waits, to {@code trawl-control}. Everything but a cell is framed by busy and idle here.
 */
final class KernelServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KernelServer.class);
    private static final int MOST_WAITING = 10_000;

    /** Requests may arrive before the constructor is through: their threads wait for these, the I/O thread never does. */
    private final CompletableFuture<Connection> connection = new CompletableFuture<>();

    private final CompletableFuture<Answers> answers = new CompletableFuture<>();
    private final CompletableFuture<Boolean> shutdown = new CompletableFuture<>();
    private final ThreadPoolExecutor control = single("trawl-control");
    private final ThreadPoolExecutor questions = single("trawl-questions");
    private final ThreadPoolExecutor messages = single("trawl-comms");
    private final Executions executions = new Executions();
    private final CommRegistry comms;
    private final Engine engine;

    KernelServer(ConnectionFile file, EngineOptions options) {
        // The wire first: kernel_info is answered while Java is still coming up.
        connection.complete(Connection.open(file, this::dispatch));
        connection.join().ended().whenComplete((none, error) -> {
            if (error != null) {
                shutdown.completeExceptionally(error);
            }
        });
        this.comms = new CommRegistry(connection.join(), executions::running);
        this.engine = Engine.start(options, comms);
        answers.complete(new Answers(engine));
        executions.start(connection.join(), engine);
    }

    private static ThreadPoolExecutor single(String name) {
        return new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WAITING), task -> {
            var thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Completes when the front end asked for the end, true where it will start another kernel; exceptionally where the
     * wire failed: nobody could reach this kernel any more.
     */
    CompletableFuture<Boolean> shutdownRequested() {
        return shutdown;
    }

    /** Stops the running cell, as Ctrl-C on the process does. */
    void interrupt() {
        control.execute(executions::interrupt);
    }

    /** On the I/O thread. */
    private void dispatch(Request request) {
        if (request.channel() == Channel.STDIN) {
            if (request.type().equals("input_reply")) {
                executions.inputs().arrived(request);
            }
            return;
        }
        Optional<Lane> lane = executions.lane(request);
        switch (request.type()) {
            case "execute_request" -> lane.ifPresentOrElse(l -> l.add(request), () -> frame(control, request));
            case "complete_request", "inspect_request", "is_complete_request" -> frame(questions, request);
            case "comm_open", "comm_msg", "comm_close" -> frame(messages, request);
            default -> frame(control, request);
        }
    }

    private void frame(Executor thread, Request request) {
        try {
            thread.execute(() -> answer(connection.join(), request));
        } catch (RejectedExecutionException e) {
            LOG.warn("too many requests wait: a {} is dropped", request.type());
        }
    }

    private void answer(Connection wire, Request request) {
        String reply = request.type().replace("_request", "_reply");
        wire.publish(request, "status", Map.of("execution_state", "busy"));
        try {
            if (executions.lane(request).isEmpty()) {
                refuse(wire, request, reply);
            } else {
                answer(wire, request, reply);
            }
        } catch (RuntimeException | Error e) {
            LOG.error("{} could not be answered", request.type(), e);
            if (request.type().endsWith("_request")) {
                wire.reply(request, reply, Answers.failed(e));
            }
        } finally {
            wire.publish(request, "status", Map.of("execution_state", "idle"));
        }
        if (request.type().equals("shutdown_request")) {
            shutdown.complete(request.flag("restart", false));
        }
    }

    private void answer(Connection wire, Request request, String reply) {
        switch (request.type()) {
            case "interrupt_request" -> {
                executions.interrupt();
                wire.reply(request, reply, Map.of("status", "ok"));
            }
            case "shutdown_request" -> shutDown(wire, request);
            case "create_subshell_request" -> wire.reply(request, reply, executions.createSubshell());
            case "list_subshell_request" -> wire.reply(request, reply, executions.listSubshells());
            case "delete_subshell_request" -> wire.reply(request, reply, executions.deleteSubshell(request));
            case "comm_open", "comm_msg", "comm_close" -> {
                // Whoever answers them is there when the extensions are; where those failed nobody is.
                answers.thenCompose(a -> engine.ready())
                        .handle((none, error) -> error)
                        .join();
                comms.received(request);
            }
            case "comm_info_request" ->
                wire.reply(
                        request,
                        reply,
                        answers.thenApply(a -> comms.info(request)).join());
            case "kernel_info_request" -> wire.reply(request, reply, Answers.kernelInfo());
            case "usage_request" -> wire.reply(request, reply, Usage.now());
            case "debug_request" -> wire.reply(request, reply, Answers.cannotDebug(request));
            default ->
                answers.join()
                        .to(request)
                        .ifPresentOrElse(
                                content -> wire.reply(request, reply, content),
                                () -> LOG.info("not understood, not answered: {}", request.type()));
        }
    }

    /** What is for a subshell that does not exist. */
    private static void refuse(Connection wire, Request request, String reply) {
        String id = request.subshell().orElse("");
        LOG.info("a {} for the subshell '{}', which does not exist", request.type(), id);
        if (request.type().endsWith("_request")) {
            wire.reply(request, reply, Executions.noSuchSubshell(id));
        }
    }

    private static void shutDown(Connection wire, Request request) {
        Map<String, Object> content = Map.of("status", "ok", "restart", request.flag("restart", false));
        wire.reply(request, "shutdown_reply", content);
        wire.publish(request, "shutdown_reply", content);
    }

    @Override
    public void close() {
        engine.close();
        connection.join().close();
    }
}
