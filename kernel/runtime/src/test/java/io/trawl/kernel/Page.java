package io.trawl.kernel;

import io.trawl.kernel.KernelClient.Message;
import io.trawl.kernel.KernelClient.Socket;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A page that shows a notebook, as far as comms go. */
record Page(KernelClient kernel) {

    private static final String CONTROL = "jupyter.widget.control";

    /** What one message of the page caused, busy and idle among it. */
    record Caused(String id, List<Message> published) {
        List<Message> of(String type) {
            return published.stream().filter(m -> m.type().equals(type)).toList();
        }

        List<Message> with(String method) {
            return of("comm_msg").stream()
                    .filter(m -> method.equals(m.map("data").get("method")))
                    .toList();
        }
    }

    Caused send(String type, Map<String, ?> content) {
        return until(kernel.send(Socket.SHELL, type, content));
    }

    Caused until(String id) {
        kernel.until(m -> m.isIdleOf(id));
        return new Caused(id, kernel.published(id));
    }

    Caused open(String comm, String target, Map<String, ?> data) {
        return send("comm_open", Map.of("comm_id", comm, "target_name", target, "data", data));
    }

    Caused tell(String comm, Map<String, ?> data) {
        return send("comm_msg", Map.of("comm_id", comm, "data", data));
    }

    Caused close(String comm) {
        return send("comm_close", Map.of("comm_id", comm, "data", Map.of()));
    }

    Caused set(String model, String key, Object value) {
        return tell(model, Map.of("method", "update", "state", Map.of(key, value), "buffer_paths", List.of()));
    }

    Caused click(String model) {
        return tell(model, Map.of("method", "custom", "content", Map.of("event", "click")));
    }

    /** As a page does that is loaded anew: the state of every open model, by id. */
    @SuppressWarnings("unchecked")
    Map<String, Map<String, Map<String, Object>>> allStates() {
        String control = UUID.randomUUID().toString();
        open(control, CONTROL, Map.of());
        List<Message> answers =
                tell(control, Map.of("method", "request_states")).with("update_states");
        close(control);
        return (Map<String, Map<String, Map<String, Object>>>)
                answers.get(0).map("data").get("states");
    }

    @SuppressWarnings("unchecked")
    Map<String, Map<String, Object>> openComms(String target) {
        Map<String, ?> content = target.isEmpty() ? Map.of() : Map.of("target_name", target);
        return (Map<String, Map<String, Object>>)
                kernel.ask(Socket.SHELL, "comm_info_request", content).reply().get("comms");
    }
}
