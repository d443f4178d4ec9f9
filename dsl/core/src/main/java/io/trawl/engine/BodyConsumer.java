package io.trawl.engine;

import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.ScrapeException;
import io.trawl.page.Fetched;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hc.client5.http.async.methods.AbstractBinResponseConsumer;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpResponse;

/** Collects a body as it comes, up to its cap; over it, the exchange ends with TOO_LARGE. */
final class BodyConsumer extends AbstractBinResponseConsumer<Fetched> {
    private final URI url;
    private final long cap;
    private final Clock clock;
    private final long start;
    private final Instant at;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream(8_192);
    private final Map<String, List<String>> headers = new HashMap<>();
    private int status;

    BodyConsumer(URI url, long cap, Clock clock) {
        this.url = url;
        this.cap = cap;
        this.clock = clock;
        this.start = clock.nanos();
        this.at = clock.now();
    }

    @Override
    protected void start(HttpResponse response, ContentType type) {
        status = response.getCode();
        for (var header : response.getHeaders()) {
            headers.computeIfAbsent(header.getName().toLowerCase(Locale.ROOT), n -> new ArrayList<>())
                    .add(String.valueOf(header.getValue()));
        }
    }

    @Override
    protected int capacityIncrement() {
        return Integer.MAX_VALUE;
    }

    @Override
    protected void data(ByteBuffer source, boolean endOfStream) throws IOException {
        if (body.size() + source.remaining() > cap) {
            throw new BodyTooLarge(tooLarge(url.toString(), status, "the body is over " + Bytes.shown(cap)));
        }
        if (source.hasArray()) {
            body.write(source.array(), source.arrayOffset() + source.position(), source.remaining());
            source.position(source.limit());
        } else {
            byte[] chunk = new byte[source.remaining()];
            source.get(chunk);
            body.write(chunk, 0, chunk.length);
        }
    }

    @Override
    protected Fetched buildResult() {
        Duration elapsed = clock.since(start);
        return new Fetched(url.toString(), url.toString(), status, headers, body.toByteArray(), at, elapsed);
    }

    @Override
    public void releaseResources() {
        body.reset();
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
