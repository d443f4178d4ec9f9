package io.trawl.engine;

import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.ScrapeException;
import io.trawl.View;
import io.trawl.page.Fetched;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * Collects a body as it comes, up to its cap; over it, the exchange ends with TOO_LARGE. Reads no header: the client's
 * own consumers refuse a charset that they do not know.
 */
final class BodyConsumer implements AsyncResponseConsumer<Fetched> {
    private static final int FIRST = 8_192;
    private static final int MOST_BELIEVED = 1_048_576;

    private final URI url;
    private final long cap;
    private final Clock clock;
    private final long start;
    private final Instant at;
    private final Trace trace;
    private byte[] body = {};
    private int size;
    private final Map<String, List<String>> headers = new HashMap<>();
    private int status;
    private @Nullable FutureCallback<Fetched> callback;

    BodyConsumer(URI url, long cap, Clock clock, Trace trace) {
        this.trace = trace;
        this.url = url;
        this.cap = cap;
        this.clock = clock;
        this.start = clock.nanos();
        this.at = clock.now();
    }

    @Override
    public void consumeResponse(
            HttpResponse response, @Nullable EntityDetails entity, HttpContext context, FutureCallback<Fetched> done)
            throws BodyTooLarge {
        trace.enter(Trace.Step.BODY);
        trace.spoke(String.valueOf(response.getVersion()));
        status = response.getCode();
        for (var header : response.getHeaders()) {
            headers.computeIfAbsent(header.getName().toLowerCase(Locale.ROOT), n -> new ArrayList<>())
                    .add(String.valueOf(header.getValue()));
        }
        callback = done;
        if (entity != null && entity.getContentLength() > cap) {
            throw new BodyTooLarge(tooLarge(
                    url.toString(),
                    status,
                    "the body is " + View.bytes(entity.getContentLength()) + ", over " + View.bytes(cap)));
        }
        if (entity == null) {
            done.completed(fetched());
        } else {
            // As long as it says it is, within reason: then nothing need be copied.
            long said = entity.getContentLength();
            body = new byte[said < 0 ? FIRST : (int) Math.min(said, MOST_BELIEVED)];
        }
    }

    @Override
    public void informationResponse(HttpResponse response, HttpContext context) {
        // 1xx: the answer is still to come.
    }

    @Override
    public void updateCapacity(CapacityChannel channel) throws IOException {
        channel.update(Integer.MAX_VALUE);
    }

    @Override
    public void consume(ByteBuffer source) throws IOException {
        int more = source.remaining();
        trace.received(more);
        if ((long) size + more > cap) {
            throw new BodyTooLarge(tooLarge(url.toString(), status, "the body is over " + View.bytes(cap)));
        }
        if (size + more > body.length) {
            body = Arrays.copyOf(body, Math.max(size + more, (int) Math.min(2L * body.length, Integer.MAX_VALUE - 8)));
        }
        source.get(body, size, more);
        size += more;
    }

    @Override
    public void streamEnd(@Nullable List<? extends Header> trailers) {
        if (callback != null) {
            callback.completed(fetched());
        }
    }

    private Fetched fetched() {
        Duration elapsed = clock.since(start);
        byte[] all = size == body.length ? body : Arrays.copyOf(body, size);
        return new Fetched(url.toString(), url.toString(), status, headers, all, at, elapsed);
    }

    @Override
    public void failed(Exception cause) {
        // The client tells its own callback.
    }

    @Override
    public void releaseResources() {
        body = new byte[0];
        size = 0;
    }

    static ScrapeException tooLarge(String url, int status, String message) {
        return new ScrapeException(new Failure(
                ErrorKind.TOO_LARGE, url, status, 1, "body", message, "session(c -> c.maxBody(…, …))", null));
    }

    /** Carries the typed failure through the client, which passes on only IOExceptions. */
    static final class BodyTooLarge extends IOException {
        private static final long serialVersionUID = 1;

        BodyTooLarge(ScrapeException cause) {
            super(cause);
        }
    }
}
