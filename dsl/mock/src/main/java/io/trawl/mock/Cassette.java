package io.trawl.mock;

import io.trawl.Fn;
import io.trawl.Session;
import io.trawl.engine.Fetcher;
import io.trawl.engine.LocalSession;
import io.trawl.engine.World;
import io.trawl.store.Secrets;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * Real exchanges in a file, to be played again without the network: a session that records, and one that replays.
 *
 * <pre>{@code
 * try (var live = Cassette.record(Path.of("shop.jsonl"))) {       // once, with the network
 *     live.crawl("https://shop.example/").limit(20).await();
 * }
 * var taped = Cassette.replay(Path.of("shop.jsonl"));             // from then on, in each test
 * }</pre>
 *
 * The file is of lines of JSON, made to be read, compared and committed: for each exchange its URL, what was sent and
 * what came, failures too. Bodies are written decoded, as text where they are text. Secrets are {@code ***}: credentials
 * in headers and URLs, their echoes in bodies, and all cookies.
 *
 * <p>What is replayed takes the way of any request: robots.txt, limits, retries, parsing. A URL that was asked for
 * several times gives its answers in their order, the last for ever; requests are told apart by their URLs alone. A
 * request that is not on the cassette is a failure of kind UNSUPPORTED in phase {@code cassette} that says what to do.
 * Which pages a crawl takes before its limit cuts it depends on who answers first: record with a limit that does not, or
 * with {@code maxConcurrency(1)}.
 */
public final class Cassette {

    /** What a session does with its cassette. */
    public enum Mode {
        /** All exchanges go to the network and on the cassette, which is begun anew. */
        RECORD,
        /** None goes to the network. */
        REPLAY,
        /** What is on the cassette is replayed; the rest goes to the network, and is added. */
        RECORD_NEW
    }

    private Cassette() {}

    /** A session that records all its exchanges; a file that is there is overwritten. */
    public static Session record(Path file) {
        return session(file, Mode.RECORD, options -> options);
    }

    /**
     * A session without network.
     *
     * @throws IllegalArgumentException where there is no such file, or it is no cassette
     */
    public static Session replay(Path file) {
        return session(file, Mode.REPLAY, options -> options);
    }

    /**
     * A session with a cassette and options.
     *
     * @throws IllegalArgumentException where the file is no cassette, or there is none to replay
     */
    public static Session session(
            Path file, Mode mode, Fn<? super Session.Options, ? extends Session.Options> options) {
        var tape = Tape.open(file, mode);
        try {
            return LocalSession.open(options, new World() {
                @Override
                public Fetcher fetcher(Fetcher network, Function<Fetcher.Request, Secrets> secrets) {
                    return new TapeFetcher(tape, mode, network, clock(), secrets);
                }
            });
        } catch (RuntimeException e) {
            tape.close();
            throw e;
        }
    }
}
