package io.trawl.mock;

import static io.trawl.Trawl.seconds;

import io.trawl.Session;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * How long a fault is waited for. A limit is short only where running into it is the point: so on a busy machine no other
 * limit comes first.
 */
final class FaultLimits {
    /** They run into the limit between two reads, of a session that is {@link #hasty}. */
    static final Set<Fault> SILENT = EnumSet.of(Fault.NEVER_ANSWERS, Fault.SILENT_IN_HEAD, Fault.SILENT_IN_BODY);

    /** They run into the limit of the whole request, {@link #SHORT}. */
    static final Set<Fault> SLOW = EnumSet.of(Fault.DRIPS, Fault.DRIPS_HEAD, Fault.ENDLESS_INTERIM);

    static final Duration SHORT = seconds(3);
    static final Duration LONG = seconds(60);

    private FaultLimits() {}

    static Session.Options patient(Session.Options c) {
        return bounded(c.timeouts(LONG, seconds(4), LONG));
    }

    static Session.Options hasty(Session.Options c) {
        return bounded(c.timeouts(LONG, seconds(4), seconds(2)));
    }

    private static Session.Options bounded(Session.Options c) {
        return c.maxBody(5_000_000, 20_000_000).robots(false);
    }

    static Duration whole(Fault fault) {
        return SLOW.contains(fault) ? SHORT : LONG;
    }
}
