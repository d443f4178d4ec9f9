package io.trawl;

import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Why a page failed, and what to do about it.
 *
 * @param url the URL as it was asked for
 * @param status the HTTP status, or 0 where none arrived
 * @param attempts how often it was tried; 0 where it never left
 * @param phase where it ended: {@code queued, robots, resolve, connect, tls, waiting, body, parse, cache}
 * @param message one sentence, without secrets
 * @param advice what to write instead ({@code .timeout(seconds(30))}), or empty
 * @param document the page that came with an HTTP error, or that a record could not be read from; else null
 */
public record Failure(
        ErrorKind kind,
        String url,
        int status,
        int attempts,
        String phase,
        String message,
        String advice,
        @Nullable Document document)
        implements Viewable {

    /** What came from a server becomes no line end and no terminal escape, wherever it is printed. */
    public Failure {
        url = ViewText.line(url);
        message = ViewText.line(message);
        advice = ViewText.line(advice);
    }

    /** A failure that needs no page and no attempts to tell. */
    public static Failure of(ErrorKind kind, String url, String message, String advice) {
        return new Failure(kind, url, 0, 0, "queued", message, advice, null);
    }

    @Override
    public View view() {
        var lines = new ArrayList<String>();
        lines.add(message + (attempts > 1 ? " (attempt " + attempts + ", phase " + phase + ")" : ""));
        if (!advice.isEmpty()) {
            lines.add("try: " + advice);
        }
        return new View.Note(View.Tone.BAD, kind + (url.isEmpty() ? "" : "  " + url), lines);
    }

    @Override
    public String toString() {
        return kind + (url.isEmpty() ? "" : " " + url) + ": " + message;
    }

    static <A, R> R applying(Fn<? super A, ? extends R> f, A a) {
        try {
            return f.apply(a);
        } catch (ScrapeException e) {
            throw e;
        } catch (Exception e) {
            throw new ScrapeException(of(ErrorKind.PARSE, "", "the function threw " + e, ""), e);
        }
    }
}
