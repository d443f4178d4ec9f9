package io.trawl.engine;

import java.time.Duration;

/**
 * How much a host is spared beyond what was asked for, as a pause from start to start. It doubles when the host pushes
 * back (429, 503, no answer); where answers come ever later it becomes a little more than what the host seems to need
 * for one (by Little's law: how long an answer took, divided by how many were under way when it was asked for). Either
 * way it grows once for all requests that were under way then, and shrinks with each answer that comes as it should:
 * soon after a refusal, which says nothing about how much is right; slowly where it is what the host needs.
 * Acts on the rate: fewer at once would not lower it on a host that is quick to refuse. Not thread-safe: the limiter's
 * lock guards it.
 */
final class Slowdown {
    private static final long FIRST = Duration.ofMillis(200).toNanos();
    private static final long MOST = Duration.ofSeconds(30).toNanos();
    private static final long NOTHING = Duration.ofMillis(5).toNanos();
    /** Later than usual is only what a person would notice. */
    private static final long NOTICED = Duration.ofMillis(100).toNanos();
    /** One slow page says nothing about its host. */
    private static final int IN_A_ROW = 3;

    private long gap;
    private long grownAt = Long.MIN_VALUE;
    /** About a tenth of the answers come sooner. Follows within a hundred of them, more slowly where they come late. */
    private double usual;

    private int late;
    private boolean refused;

    /** The pause, in nanoseconds; 0 for none. */
    long gap() {
        return gap;
    }

    /** The host refused, or gave no answer, to a request that left at {@code started}. */
    void pushedBack(long started, long now) {
        if (started >= grownAt) {
            refused = true;
            grow(Math.max(2 * gap, FIRST), now);
        }
    }

    /**
     * The host answered.
     *
     * @param took from the request to the head of the answer
     * @param atOnce how many were under way to it when the request left
     */
    void answered(long took, int atOnce, long started, long now) {
        if (usual == 0) {
            usual = took;
        }
        boolean later = took > 2 * usual + NOTICED;
        late = later ? late + 1 : 0;
        if (late >= IN_A_ROW) {
            if (started >= grownAt) {
                refused = false;
                grow(Math.max(gap + gap / 16, 5 * took / (4 * Math.max(1, atOnce))), now);
            }
        } else if (late == 0 && gap > 0) {
            gap = gap < NOTHING ? 0 : gap - gap / (refused ? 8 : 64);
        }
        usual = Math.max(1, usual * (took < usual ? 0.91 : later ? 1.002 : 1.01));
    }

    private void grow(long to, long now) {
        gap = Math.min(MOST, to);
        grownAt = now;
    }
}
