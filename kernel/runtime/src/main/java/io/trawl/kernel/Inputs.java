package io.trawl.kernel;

import io.trawl.kernel.wire.Connection;
import io.trawl.kernel.wire.Request;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The questions that cells have asked and that are not answered yet. Several may wait at once: an answer names its
 * question as parent, or is taken for the oldest one, since not every front end names it. The answer to a question that
 * was given up is no other's.
 */
final class Inputs {

    private static final Logger LOG = LoggerFactory.getLogger(Inputs.class);

    private static final int REMEMBERED = 100;

    /** Guards both. */
    private final Object lock = new Object();

    private final Map<String, CompletableFuture<String>> waiting = new LinkedHashMap<>();
    private final Deque<String> givenUp = new ArrayDeque<>();

    /** Asks the front end that sent {@code cell} and waits. */
    String ask(Connection wire, Request cell, String prompt, boolean password) throws InterruptedException {
        var answer = new CompletableFuture<String>();
        String id = UUID.randomUUID().toString();
        synchronized (lock) {
            waiting.put(id, answer);
        }
        try {
            wire.ask(cell, id, Map.of("prompt", prompt, "password", password));
            return answer.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            synchronized (lock) {
                if (waiting.remove(id) != null) {
                    giveUp(id);
                }
            }
        }
    }

    private void giveUp(String id) {
        givenUp.add(id);
        if (givenUp.size() > REMEMBERED) {
            givenUp.remove();
        }
    }

    /** Never waits. */
    void arrived(Request reply) {
        CompletableFuture<String> question;
        synchronized (lock) {
            String id = String.valueOf(reply.parentHeader().get("msg_id"));
            question = waiting.remove(id);
            if (question == null && !givenUp.contains(id) && !waiting.isEmpty()) {
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
