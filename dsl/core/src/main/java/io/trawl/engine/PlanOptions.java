package io.trawl.engine;

import io.trawl.Format;
import io.trawl.page.PageOptions;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jsoup.select.QueryParser;
import org.jsoup.select.Selector;
import org.jspecify.annotations.Nullable;

/**
 * What every plan can be told, apart from its pace and scope.
 *
 * @param timeout of one attempt; null for the session's
 * @param deadline of the whole; null for none
 */
record PlanOptions(
        String name,
        PageOptions page,
        Map<String, String> headers,
        Set<Integer> accepted,
        boolean robots,
        @Nullable Duration timeout,
        @Nullable Duration deadline,
        RetryPolicy retry,
        Breaker.Rule breaker,
        Keeping keeping) {

    static final PlanOptions DEFAULT = new PlanOptions(
            "",
            PageOptions.DEFAULT,
            Map.of(),
            Set.of(),
            true,
            null,
            null,
            RetryPolicy.DEFAULT,
            Breaker.Rule.DEFAULT,
            Keeping.NONE);

    Duration timeout(Config config) {
        return timeout == null ? config.totalTimeout() : timeout;
    }

    PlanOptions withName(String value) {
        return new PlanOptions(value, page, headers, accepted, robots, timeout, deadline, retry, breaker, keeping);
    }

    private PlanOptions withPage(PageOptions value) {
        return new PlanOptions(name, value, headers, accepted, robots, timeout, deadline, retry, breaker, keeping);
    }

    PlanOptions withFormats(Format... formats) {
        if (formats.length == 0) {
            throw new IllegalArgumentException("formats() needs at least one, as in formats(MARKDOWN, LINKS)");
        }
        return withPage(new PageOptions(
                new LinkedHashSet<>(Arrays.asList(formats)),
                page.onlyMainContent(),
                page.includeTags(),
                page.excludeTags()));
    }

    PlanOptions withMainContent(boolean only) {
        return withPage(new PageOptions(page.formats(), only, page.includeTags(), page.excludeTags()));
    }

    PlanOptions withTags(List<String> include, List<String> exclude) {
        include.forEach(PlanOptions::selector);
        exclude.forEach(PlanOptions::selector);
        return withPage(new PageOptions(page.formats(), page.onlyMainContent(), include, exclude));
    }

    static String selector(String css) {
        try {
            QueryParser.parse(css);
            return css;
        } catch (Selector.SelectorParseException | IllegalArgumentException e) {
            throw new IllegalArgumentException("not a CSS selector: " + css, e);
        }
    }

    PlanOptions withHeader(String header, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(Check.headerName(header), Check.headerValue(value));
        return new PlanOptions(
                name, page, Map.copyOf(more), accepted, robots, timeout, deadline, retry, breaker, keeping);
    }

    PlanOptions withAccepted(int... statuses) {
        var set = Arrays.stream(statuses).boxed().collect(Collectors.toUnmodifiableSet());
        return new PlanOptions(name, page, headers, set, robots, timeout, deadline, retry, breaker, keeping);
    }

    PlanOptions withRobots(boolean obey) {
        return new PlanOptions(name, page, headers, accepted, obey, timeout, deadline, retry, breaker, keeping);
    }

    PlanOptions withTimeout(Duration value) {
        Check.positive(value, "timeout");
        return new PlanOptions(name, page, headers, accepted, robots, value, deadline, retry, breaker, keeping);
    }

    PlanOptions withDeadline(Duration value) {
        Check.positive(value, "deadline");
        return new PlanOptions(name, page, headers, accepted, robots, timeout, value, retry, breaker, keeping);
    }

    PlanOptions withRetry(RetryPolicy value) {
        return new PlanOptions(name, page, headers, accepted, robots, timeout, deadline, value, breaker, keeping);
    }

    PlanOptions withBreaker(int failures, Duration open, int successes) {
        var rule = new Breaker.Rule(
                Check.positive(failures, "breaker failures"),
                Check.positive(open, "breaker open"),
                Check.positive(successes, "breaker successes"));
        return new PlanOptions(name, page, headers, accepted, robots, timeout, deadline, retry, rule, keeping);
    }

    PlanOptions withKeeping(Keeping value) {
        return new PlanOptions(name, page, headers, accepted, robots, timeout, deadline, retry, breaker, value);
    }
}
