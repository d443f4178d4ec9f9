package io.trawl.kernel;

import io.trawl.kernel.wire.Connection;
import io.trawl.kernel.wire.Request;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The questions that cells have asked and that are not answered yet. Several may wait at once: an answer names its
 * question as parent, or is taken for the oldest one, since not every front end names it.
 */
final class Inputs {

    private static final Logger LOG = LoggerFactory.getLogger(Inputs.class);

    private final Map<String, CompletableFuture<String>> waiting = new LinkedHashMap<>();

    /** Asks the front end that sent {@code cell} and waits. */
    String ask(Connection wire, Request cell, String prompt, boolean password) throws InterruptedException {
        var answer = new CompletableFuture<String>();
        String id = UUID.randomUUID().toString();
        synchronized (waiting) {
            waiting.put(id, answer);
        }
        try {
            wire.ask(cell, id, Map.of("prompt", prompt, "password", password));
            return answer.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            synchronized (waiting) {
                waiting.remove(id);
            }
        }
    }

    /** Never waits. */
    void arrived(Request reply) {
        CompletableFuture<String> question;
        synchronized (waiting) {
            question = waiting.remove(String.valueOf(reply.parentHeader().get("msg_id")));
            if (question == null && !waiting.isEmpty()) {
                question = waiting.remove(waiting.keySet().iterator().next());
            }
        }
        if (question == null) {
            LOG.info("an input_reply that nobody waits for");
        } else {
            question.complete(reply.string("value", ""));
        }
    }
}
