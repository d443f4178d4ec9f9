package io.trawl.kernel.wire;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import com.google.gson.ToNumberPolicy;
import com.google.gson.reflect.TypeToken;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.dflib.jjava.jupyter.messages.HMACGenerator;
import org.dflib.jjava.jupyter.messages.Header;
import org.jspecify.annotations.Nullable;

/**
 * Frames to messages and back, signed. Of the library's types the header class is not used: its time stamps have minutes
 * and its message types a closed list; parent headers are echoed as they came instead. Encoding is thread-safe; decoding is
 * the I/O thread's.
 */
final class Codec {

    static final String PROTOCOL = Connection.PROTOCOL;

    private static final byte[] DELIMITER = "<IDS|MSG>".getBytes(StandardCharsets.US_ASCII);
    private static final TypeToken<Map<String, Object>> TREE = new TypeToken<>() {};
    private static final int SIGNED = 4;
    private static final int REMEMBERED = 10_000;

    private final Gson gson = new GsonBuilder()
            .disableHtmlEscaping()
            .serializeNulls()
            .setObjectToNumberStrategy(ToNumberPolicy.LONG_OR_DOUBLE)
            .create();
    private final String session = UUID.randomUUID().toString();
    private final @Nullable HMACGenerator hmac;

    /** The signatures of late, against replay. On the I/O thread. */
    private final Set<String> seen = Collections.newSetFromMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    });

    Codec(KernelConnectionProperties properties) throws GeneralSecurityException {
        boolean signed = properties.getKey() != null && !properties.getKey().isEmpty();
        this.hmac = signed ? properties.createHMACGenerator() : null;
    }

    /** Something that is no message of ours: to be logged and forgotten. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;

        Malformed(String message) {
            super(message);
        }
    }

    Request decode(Channel channel, List<byte[]> frames) throws Malformed {
        int start = 0;
        while (start < frames.size() && !Arrays.equals(frames.get(start), DELIMITER)) {
            start++;
        }
        if (frames.size() < start + 2 + SIGNED) {
            throw new Malformed(frames.size() + " frames are no message");
        }
        byte[][] parts = frames.subList(start + 2, start + 2 + SIGNED).toArray(byte[][]::new);
        if (hmac != null) {
            verify(frames.get(start + 1), parts);
        }
        Map<String, Object> header = parse(parts[0]);
        if (!(header.get("msg_id") instanceof String) || !(header.get("msg_type") instanceof String)) {
            throw new Malformed("the header has no msg_id or no msg_type");
        }
        return new Request(
                channel,
                List.copyOf(frames.subList(0, start)),
                header,
                parse(parts[1]),
                parse(parts[2]),
                parse(parts[3]),
                List.copyOf(frames.subList(start + 2 + SIGNED, frames.size())));
    }

    private void verify(byte[] signature, byte[][] parts) throws Malformed {
        if (!MessageDigest.isEqual(signature, sign(parts))) {
            throw new Malformed("the signature is wrong");
        }
        if (!seen.add(new String(signature, StandardCharsets.US_ASCII))) {
            throw new Malformed("its signature was seen before: it is a message repeated");
        }
    }

    byte[][] encode(
            List<byte[]> identities,
            String type,
            Map<String, Object> parentHeader,
            Map<String, ?> metadata,
            Map<String, ?> content) {
        return encode(identities, UUID.randomUUID().toString(), type, parentHeader, metadata, content, List.of());
    }

    byte[][] encode(
            List<byte[]> identities,
            String id,
            String type,
            Map<String, Object> parentHeader,
            Map<String, ?> metadata,
            Map<String, ?> content,
            List<byte[]> buffers) {
        byte[][] parts = {
            json(header(id, type, parentHeader)), json(parentHeader), json(metadata), json(content),
        };
        var frames = new ArrayList<>(identities);
        frames.add(DELIMITER);
        frames.add(sign(parts));
        frames.addAll(Arrays.asList(parts));
        frames.addAll(buffers);
        return frames.toArray(byte[][]::new);
    }

    private Map<String, Object> header(String id, String type, Map<String, Object> parent) {
        var header = new LinkedHashMap<String, Object>();
        header.put("msg_id", id);
        header.put("msg_type", type);
        header.put("username", parent.getOrDefault("username", Header.KERNEL_USERNAME));
        header.put("session", session);
        header.put(
                "date",
                OffsetDateTime.now(ZoneOffset.UTC)
                        .truncatedTo(ChronoUnit.MICROS)
                        .toString());
        header.put("version", PROTOCOL);
        return header;
    }

    private byte[] sign(byte[][] parts) {
        return hmac == null ? new byte[0] : hmac.calculateSignature(parts).getBytes(StandardCharsets.US_ASCII);
    }

    private byte[] json(Map<String, ?> tree) {
        return gson.toJson(tree).getBytes(StandardCharsets.UTF_8);
    }

    private Map<String, Object> parse(byte[] json) throws Malformed {
        try {
            Map<String, Object> tree = gson.fromJson(new String(json, StandardCharsets.UTF_8), TREE);
            return tree == null ? Map.of() : tree;
        } catch (JsonParseException | ClassCastException | StackOverflowError e) {
            throw new Malformed("not a JSON object: " + e.getMessage());
        }
    }
}
