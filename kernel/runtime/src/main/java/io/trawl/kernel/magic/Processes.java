package io.trawl.kernel.magic;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Processes that a cell waits for: output as it comes, ended with all they started when the cell is interrupted. */
final class Processes {

    /** How long output is waited for once the process is gone: what it left running may hold its pipes open for ever. */
    private static final long LAST_OUTPUT_MILLIS = 500;

    private static final long TERM_MILLIS = 500;

    private Processes() {}

    /** @throws MagicException where it cannot be started or fails */
    static void run(List<String> command, Surroundings place, Call call) throws Exception {
        var builder = new ProcessBuilder(command).directory(place.directory().toFile());
        builder.environment().clear();
        builder.environment().putAll(place.environment());
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new MagicException(
                    MagicException.Kind.COMMAND, command.get(0) + " could not be started: " + e.getMessage());
        }
        int exit = call.work(() -> waitFor(process, call));
        if (exit != 0) {
            throw new MagicException(
                    MagicException.Kind.COMMAND,
                    "exit code " + exit + (exit > 128 && exit < 160 ? " (ended by signal " + (exit - 128) + ")" : ""));
        }
    }

    private static int waitFor(Process process, Call call) throws Exception {
        try {
            process.getOutputStream().close();
            CompletableFuture<Void> read = CompletableFuture.allOf(
                    copy(process.getInputStream(), call.stream(false)),
                    copy(process.getErrorStream(), call.stream(true)));
            int exit = process.waitFor();
            try {
                read.get(LAST_OUTPUT_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException | ExecutionException e) {
                // The rest appears when it comes.
            }
            return exit;
        } finally {
            if (process.isAlive()) {
                end(process);
            }
        }
    }

    /** Politely, and half a second later by force; the caller, whose cell was stopped, does not wait for it. */
    private static void end(Process process) {
        List<ProcessHandle> all = process.descendants().toList();
        process.destroy();
        all.forEach(ProcessHandle::destroy);
        CompletableFuture.delayedExecutor(TERM_MILLIS, TimeUnit.MILLISECONDS).execute(() -> {
            all.forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        });
    }

    private static CompletableFuture<Void> copy(InputStream from, OutputStream to) {
        var done = new CompletableFuture<Void>();
        var thread = new Thread(
                () -> {
                    try (from) {
                        from.transferTo(to);
                    } catch (IOException e) {
                        // The process is gone.
                    } finally {
                        done.complete(null);
                    }
                },
                "trawl-process-output");
        thread.setDaemon(true);
        thread.start();
        return done;
    }
}
