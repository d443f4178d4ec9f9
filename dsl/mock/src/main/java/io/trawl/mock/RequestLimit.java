package io.trawl.mock;

import io.trawl.mock.MockSite.RetryAfter;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * So many requests in a window, which begins with the first request after the last one ended; then 429 (RFC 6585 section 4)
 * until it is over. What is refused does not count.
 */
final class RequestLimit implements Area {
    private final int most;
    private final Duration window;
    private final RetryAfter told;
    private @Nullable Duration began;
    private int taken;

    RequestLimit(int most, Duration window, RetryAfter told) {
        this.most = most;
        this.window = window;
        this.told = told;
    }

    @Override
    public @Nullable Reply answer(Asked asked) {
        if (asked.path().equals("/robots.txt") || asked.path().startsWith("/sitemap")) {
            return null;
        }
        Duration left = left(asked.at());
        return left.isZero() ? null : refusal(asked, left);
    }

    /** Until one more may come; zero where this one may, and then it has. */
    private synchronized Duration left(Duration at) {
        Duration end = began == null ? at : began.plus(window);
        if (at.compareTo(end) >= 0) {
            began = at;
            end = at.plus(window);
            taken = 0;
        }
        if (taken == most) {
            return end.minus(at);
        }
        taken++;
        return Duration.ZERO;
    }

    /** Both forms know whole seconds only, and are rounded up. */
    private Reply refusal(Asked asked, Duration left) {
        var reply = Reply.html(429, "429 Too Many Requests", "<p>At most " + most + " in " + window + ".</p>\n");
        return switch (told) {
            case SECONDS ->
                reply.with(
                        "Retry-After",
                        String.valueOf(left.plusNanos(999_999_999).toSeconds()));
            case DATE ->
                reply.with(
                        "Retry-After",
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(asked.now()
                                .plus(left)
                                .plusNanos(999_999_999)
                                .truncatedTo(ChronoUnit.SECONDS)
                                .atZone(ZoneOffset.UTC)));
            case NOT_AT_ALL -> reply;
        };
    }
}
