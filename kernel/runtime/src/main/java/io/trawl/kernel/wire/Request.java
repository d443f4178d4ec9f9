package io.trawl.kernel.wire;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A message from a front end, its signature verified (Jupyter messaging, "The wire protocol"). JSON is plain Java: maps,
 * lists, strings, booleans, {@link Long} or {@link Double}, null. The accessors answer the default where a key is absent
 * or of another type.
 *
 * @param identities the frames that route an answer back
 * @param header kept as received: it becomes the parent header of every answer
 */
public record Request(
        Channel channel,
        List<byte[]> identities,
        Map<String, Object> header,
        Map<String, Object> parentHeader,
        Map<String, Object> metadata,
        Map<String, Object> content,
        List<byte[]> buffers) {

    public String type() {
        return String.valueOf(header.get("msg_type"));
    }

    public String id() {
        return String.valueOf(header.get("msg_id"));
    }

    /** The subshell it is for (JEP 91); empty for the main shell. */
    public Optional<String> subshell() {
        return Optional.ofNullable(header.get("subshell_id")).map(String::valueOf);
    }

    public String string(String key, String otherwise) {
        return content.get(key) instanceof String s ? s : otherwise;
    }

    public boolean flag(String key, boolean otherwise) {
        return content.get(key) instanceof Boolean b ? b : otherwise;
    }

    public int number(String key, int otherwise) {
        return content.get(key) instanceof Number n ? n.intValue() : otherwise;
    }

    @SuppressWarnings("unchecked")
    public Map<String, Object> map(String key) {
        return content.get(key) instanceof Map<?, ?> m ? (Map<String, Object>) m : Map.of();
    }
}
