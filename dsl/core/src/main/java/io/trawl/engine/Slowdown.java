package io.trawl.engine;

import java.time.Duration;

/**
 * How much a host is spared beyond what was asked for, as a pause from start to start. It doubles when the host pushes
 * back (429, 503, no answer); where answers come ever later it becomes a little more than what the host seems to need
 * for one (by Little's law: how long an answer took, divided by how many were under way when it was asked for). Either
 * way it grows once for all requests that were under way then, and shrinks with each answer that comes as it should:
 * soon after a refusal that says nothing about how much is right; more slowly where the host said that it was too much;
 * slowly where it is what the host needs. A host that said so is asked one at a time until it answers: all that wait
 * would come back together and use up their attempts.
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

    /** Of the gap, this part goes with each answer. */
    private static final int SOON = 8;

    /** So that of a host that counts, about every tenth request comes too early. */
    private static final int TOLD = 16;

    private static final int SLOWLY = 64;

    private long gap;
    private long grownAt = Long.MIN_VALUE;
    /** About a tenth of the answers come sooner. Follows within a hundred of them, more slowly where they come late. */
    private double usual;

    private int late;
    private int shrinks = SLOWLY;
    private boolean unsure;

    /** The pause, in nanoseconds; 0 for none. */
    long gap() {
        return gap;
    }

    /** Whether it said that it was asked too much and gave no answer since. */
    boolean unsure() {
        return unsure;
    }

    /** The host refused, or gave no answer, to a request that left at {@code started}. */
    void pushedBack(long started, long now) {
        refused(SOON, started, now);
    }

    /** The host said that it is asked too much. */
    void toldSo(long started, long now) {
        unsure |= refused(TOLD, started, now);
    }

    /** Whether that is news: of all that were under way then, the first says it. */
    private boolean refused(int part, long started, long now) {
        boolean news = started >= grownAt;
        if (news) {
            shrinks = part;
            grow(Math.max(2 * gap, FIRST), now);
        }
        return news;
    }

    /**
     * The host answered: whether that was later than usual.
     *
     * @param took from the request to the head of the answer
     * @param atOnce how many were under way to it when the request left
     */
    void timed(long took, int atOnce, long started, long now) {
        if (usual == 0) {
            usual = took;
        }
        boolean later = took > 2 * usual + NOTICED;
        late = later ? late + 1 : 0;
        if (late >= IN_A_ROW && started >= grownAt) {
            shrinks = SLOWLY;
            grow(Math.max(gap + gap / 16, 5 * took / (4 * Math.max(1, atOnce))), now);
        }
        usual = Math.max(1, usual * (took < usual ? 0.91 : later ? 1.002 : 1.01));
    }

    /** The host answered a request that left at {@code started}. */
    void answered(long started) {
        if (started >= grownAt) {
            unsure = false;
        }
        if (late == 0 && gap > 0) {
            gap = gap < NOTHING ? 0 : gap - gap / shrinks;
        }
    }

    private void grow(long to, long now) {
        gap = Math.min(MOST, to);
        grownAt = now;
    }
}
