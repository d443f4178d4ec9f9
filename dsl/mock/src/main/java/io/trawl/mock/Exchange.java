package io.trawl.mock;

import io.trawl.engine.Clock;
import io.trawl.mock.MockSite.Hit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.IDN;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.impl.BasicEntityDetails;
import org.apache.hc.core5.http.message.BasicHttpResponse;
import org.apache.hc.core5.http.nio.AsyncServerExchangeHandler;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.nio.DataStreamChannel;
import org.apache.hc.core5.http.nio.ResponseChannel;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.reactor.IOSession;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer. What is ready at once is answered on the I/O thread; what waits or has to be rendered
 * first, on the timer's.
 */
final class Exchange implements AsyncServerExchangeHandler {

    /** What an exchange needs of its site. */
    interface Site {
        Answers answers(String host);

        Traffic traffic();

        Clients clients();

        /** Runs something that must not block, after a while. */
        Clock.Cancellable later(Duration delay, Runnable task);

        Duration sinceStart();

        /** The time of day. */
        Instant now();
    }

    /** What is kept of a request's body. */
    private static final int BODY = 65_536;

    private final Site site;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicBoolean answered = new AtomicBoolean();
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private @Nullable Runnable whenReceived;
    private String method = "";
    private String host = "";
    private String path = "";
    private @Nullable Duration at;
    private volatile int status;
    private volatile @Nullable Outgoing body;
    private volatile Clock.@Nullable Cancellable waiting;

    Exchange(Site site) {
        this.site = site;
    }

    @Override
    public void handleRequest(
            HttpRequest request, @Nullable EntityDetails entity, ResponseChannel channel, HttpContext context)
            throws HttpException, IOException {
        at = site.sinceStart();
        method = request.getMethod();
        path = request.getPath();
        host = request.getAuthority() == null
                ? ""
                : ascii(request.getAuthority().getHostName());
        site.traffic().began();
        if (entity == null) {
            answer(request, channel, context);
        } else {
            whenReceived = () -> {
                try {
                    answer(request, channel, context);
                } catch (HttpException | IOException e) {
                    // Who asked is gone, and the exchange has ended.
                }
            };
        }
    }

    private void answer(HttpRequest request, ResponseChannel channel, HttpContext context)
            throws HttpException, IOException {
        var asked = asked(request);
        var answer = site.answers(host).next(asked);
        status = answer.status();
        Fault fault = answer.fault();
        IOSession client = fault == null
                ? null
                : site.clients()
                        .of(HttpCoreContext.cast(context).getEndpointDetails().getRemoteAddress());
        if (fault != null && client != null) {
            RawAnswer.start(client, fault, path, site, this::end);
            return;
        }
        if (answer.delay().isZero() && answer.page().ready()) {
            send(answer, asked, channel, context);
            return;
        }
        waiting = site.later(answer.delay(), () -> {
            try {
                if (!ended.get()) {
                    send(answer, asked, channel, context);
                }
            } catch (HttpException | IOException e) {
                // Who asked is gone, and the exchange has ended.
            }
        });
    }

    private Asked asked(HttpRequest request) {
        return new Asked(
                method,
                origin(request),
                path,
                name -> {
                    Header header = request.getFirstHeader(name);
                    return header == null ? "" : header.getValue();
                },
                received.toString(StandardCharsets.UTF_8),
                site.sinceStart(),
                site.now());
    }

    /** HttpCore shows names in their own script; on the wire, and in scripts of sites, they are in Punycode. */
    private static String ascii(String host) {
        try {
            return IDN.toASCII(host, IDN.ALLOW_UNASSIGNED);
        } catch (IllegalArgumentException none) {
            return host;
        }
    }

    private void send(Answers.Answer answer, Asked asked, ResponseChannel channel, HttpContext context)
            throws HttpException, IOException {
        byte[] bytes;
        Page page = answer.page();
        try {
            bytes = page.bytes(asked.origin());
        } catch (Exception e) {
            status = 500;
            String said = "The script's page function threw " + e + "\n";
            page = Page.file("text/plain; charset=UTF-8", o -> said);
            bytes = said.getBytes(StandardCharsets.UTF_8);
        }
        if (answered.compareAndSet(false, true)) {
            site.traffic().answered();
        }
        var marks = answer.headers();
        var part = status == 200 ? Conditional.part(marks, asked, bytes.length) : null;
        if (status == 200 && Conditional.isKnown(marks, asked)) {
            status = 304;
        } else if (part != null) {
            status = part.satisfiable() ? 206 : 416;
            bytes = part.satisfiable() ? Arrays.copyOfRange(bytes, part.from(), part.to() + 1) : new byte[0];
        }
        HttpResponse response = new BasicHttpResponse(status);
        marks.stream()
                .filter(h -> !h.getKey().equalsIgnoreCase("Content-Type"))
                .forEach(h -> response.addHeader(h.getKey(), h.getValue()));
        if (part != null && status != 304) {
            response.addHeader("Content-Range", part.contentRange());
        }
        try {
            if (status == 204 || status == 304) {
                end(false);
                channel.sendResponse(response, null, context);
                return;
            }
            if (method.equals("HEAD")) {
                end(false);
            }
            var stream = answer.stream();
            body = stream == null ? Outgoing.whole(site, bytes) : Outgoing.inSteps(site, stream);
            int length = stream == null ? bytes.length : -1;
            channel.sendResponse(
                    response, new BasicEntityDetails(length, ContentType.parseLenient(page.type())), context);
        } catch (HttpException | IOException e) {
            end(true);
            throw e;
        }
    }

    /** The origin as the client named it; a session that maps https here says so as a reverse proxy would. */
    private static String origin(HttpRequest request) {
        Header scheme = request.getFirstHeader("X-Forwarded-Proto");
        String own = request.getScheme() == null ? "http" : request.getScheme();
        return (scheme == null ? own : scheme.getValue()) + "://" + request.getAuthority();
    }

    @Override
    public int available() {
        Outgoing sending = body;
        return sending == null ? 0 : sending.available();
    }

    @Override
    public void produce(DataStreamChannel channel) throws IOException {
        Outgoing sending = body;
        if (sending != null && !ended.get()) {
            // Before the end is told: the I/O thread may release this exchange the moment it is.
            sending.produce(channel, () -> end(false));
        }
    }

    @Override
    public void failed(Exception cause) {
        end(true);
    }

    @Override
    public void releaseResources() {
        end(true);
    }

    private void end(boolean aborted) {
        Duration began = at;
        if (began != null && ended.compareAndSet(false, true)) {
            Clock.Cancellable task = waiting;
            if (task != null && aborted) {
                task.cancel();
            }
            Outgoing sending = body;
            if (sending != null) {
                sending.stop();
            }
            site.traffic()
                    .ended(
                            new Hit(
                                    method,
                                    host,
                                    path,
                                    status,
                                    began,
                                    site.sinceStart().minus(began),
                                    aborted),
                            answered.compareAndSet(false, true));
        }
    }

    @Override
    public void updateCapacity(CapacityChannel channel) throws IOException {
        channel.update(Integer.MAX_VALUE);
    }

    @Override
    public void consume(ByteBuffer data) {
        var bytes = new byte[data.remaining()];
        data.get(bytes);
        received.write(bytes, 0, Math.min(bytes.length, BODY - received.size()));
    }

    @Override
    public void streamEnd(@Nullable List<? extends Header> trailers) {
        Runnable complete = whenReceived;
        if (complete != null) {
            complete.run();
        }
    }
}
