package io.trawl.mock;

import io.trawl.Fn;
import io.trawl.mock.MockSite.Script;
import java.net.URI;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A script as written. Each call copies; a copy changes only before it is handed out. */
final class Recipe implements Script {
    private static final Recipe EMPTY = new Recipe();

    private long seed = 1;
    private int books;
    private int docs;
    private int news;
    private boolean faults;
    private Duration delay = Duration.ZERO;
    private Duration latencyLo = Duration.ZERO;
    private Duration latencyHi = Duration.ZERO;
    private Map<String, Page> pages = Map.of();
    private Map<String, Duration> delays = Map.of();
    private Map<String, List<Integer>> statuses = Map.of();
    private Map<String, List<Map.Entry<String, String>>> headers = Map.of();
    private Map<String, Recipe> hosts = Map.of();
    private Map<String, Fault> broken = Map.of();
    private @Nullable Certificate certificate;
    private Duration roundTrip = Duration.ZERO;
    private Map<String, List<Coding>> codings = Map.of();
    private List<Area.Plan> guards = List.of();
    private List<Area.Plan> areas = List.of();
    private @Nullable Reply notFound;

    private Recipe() {}

    static Recipe of(Fn<? super Script, ? extends Script> script) {
        try {
            if (script.apply(EMPTY) instanceof Recipe recipe) {
                return recipe;
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalArgumentException("the script threw " + e, e);
        }
        throw new IllegalArgumentException("the script must return what its calls return: s -> s.page(…)");
    }

    @Override
    public Script page(String path, String html) {
        return with(r -> r.pages = plus(pages, path(path), Page.html(o -> html)));
    }

    @Override
    public Script pages(int n, Fn<? super Integer, String> html) {
        check(n >= 0, "pages(" + n + ", …): how many must not be negative");
        return with(r -> {
            var all = new LinkedHashMap<>(pages);
            IntStream.rangeClosed(1, n).forEach(i -> all.put("/" + i, Page.html(o -> html.apply(i))));
            r.pages = all;
        });
    }

    @Override
    public Script shop(int books) {
        check(books > 0, "shop(" + books + "): at least one book");
        return with(r -> r.books = books);
    }

    @Override
    public Script docs(int pages) {
        check(pages > 0, "docs(" + pages + "): at least one page");
        return with(r -> r.docs = pages);
    }

    @Override
    public Script news(int stories) {
        check(stories > 0, "news(" + stories + "): at least one story");
        return with(r -> r.news = stories);
    }

    @Override
    public Script faults() {
        return Faults.addTo(with(r -> r.faults = true));
    }

    @Override
    public Script delay(Duration delay) {
        check(!delay.isNegative(), "delay(" + delay + "): must not be negative");
        return with(r -> r.delay = delay);
    }

    @Override
    public Script delay(String path, Duration delay) {
        check(!delay.isNegative(), "delay(\"" + path + "\", " + delay + "): must not be negative");
        return with(r -> r.delays = plus(delays, path(path), delay));
    }

    @Override
    public Script latency(Duration lo, Duration hi) {
        check(!lo.isNegative() && lo.compareTo(hi) <= 0, "latency(" + lo + ", " + hi + "): needs 0 <= lo <= hi");
        return with(r -> {
            r.latencyLo = lo;
            r.latencyHi = hi;
        });
    }

    @Override
    public Script status(String path, int... codes) {
        check(codes.length > 0, "status(\"" + path + "\"): at least one status, such as 503, 200");
        for (int code : codes) {
            checkStatus("status(\"" + path + "\", " + code + ")", code);
        }
        return with(r -> r.statuses =
                plus(statuses, path(path), IntStream.of(codes).boxed().toList()));
    }

    @Override
    public Script redirect(String path, String to) {
        return status(path, 302).header(path, "Location", to);
    }

    @Override
    public Script header(String path, String name, String value) {
        check(
                (name + value).chars().noneMatch(c -> c < ' ' || c == 127) && !name.isBlank(),
                "header(\"" + path + "\", …): names and values hold no control characters");
        var more = new ArrayList<>(headers.getOrDefault(path(path), List.of()));
        more.add(Map.entry(name, value));
        return with(r -> r.headers = plus(headers, path(path), List.copyOf(more)));
    }

    @Override
    public Script robots(String text) {
        return with(r -> r.pages = plus(pages, "/robots.txt", Page.file("text/plain; charset=UTF-8", o -> text)));
    }

    @Override
    public Script host(String name, Fn<? super Script, ? extends Script> script) {
        var recipe = of(script);
        check(recipe.hosts.isEmpty(), "host(\"" + name + "\", …): no hosts inside a host");
        return with(r -> r.hosts = plus(hosts, name.toLowerCase(Locale.ROOT), recipe));
    }

    @Override
    public Script fault(String path, Fault how) {
        return with(r -> r.broken = plus(broken, path(path), how));
    }

    @Override
    public Script charset(String path, String html, Charset charset, Told how) {
        check(
                how != Told.BOM || charset.name().matches("UTF-8|UTF-16[LB]E"),
                "charset(\"" + path + "\", …, " + charset + ", BOM): UTF-8, UTF-16LE and UTF-16BE have a mark");
        return with(r -> r.pages = plus(pages, path(path), how.page(html, charset)));
    }

    @Override
    public Script coding(String path, Coding... by) {
        check(by.length > 0, "coding(\"" + path + "\"): at least one, such as Coding.GZIP");
        String named = Arrays.stream(by).map(c -> c.token).collect(Collectors.joining(", "));
        return ((Recipe) header(path, "Content-Encoding", named))
                .with(r -> r.codings = plus(codings, path(path), List.of(by)));
    }

    @Override
    public Script trap(String path, Trap kind) {
        return area(kind.at(path(path)));
    }

    @Override
    public Script nearDuplicates(String path, int pages, int words, int different) {
        check(
                pages > 0 && words > 0 && different >= 0 && different <= words,
                "nearDuplicates(\"" + path + "\", " + pages + ", " + words + ", " + different
                        + "): some pages of some words, of which no more differ than there are");
        String base = Area.base(path(path));
        return area(seed -> new NearDuplicates(base, pages, words, different, seed));
    }

    @Override
    public Script notFound(int status, String html) {
        checkStatus("notFound(" + status + ", …)", status);
        return with(r -> r.notFound = Reply.of(status, Page.html(o -> html)));
    }

    @Override
    public Script rateLimit(int requests, Duration window) {
        return rateLimit(requests, window, MockSite.RetryAfter.SECONDS);
    }

    @Override
    public Script rateLimit(int requests, Duration window, MockSite.RetryAfter told) {
        check(
                requests > 0 && window.compareTo(Duration.ZERO) > 0,
                "rateLimit(" + requests + ", " + window + "): some requests in some time");
        return guard(seed -> new RequestLimit(requests, window, told));
    }

    @Override
    public Script basic(String path, String user, String password) {
        check(!user.contains(":"), "basic(\"" + path + "\", \"" + user + "\", …): a name holds no colon (RFC 7617)");
        String root = path(path);
        return guard(seed -> Credentials.basic(root, user, password));
    }

    @Override
    public Script bearer(String path, String token) {
        String root = path(path);
        return guard(seed -> Credentials.bearer(root, token));
    }

    @Override
    public Script login(String path, String user, String password) {
        String root = path(path);
        return guard(seed -> new Login(root, user, password, seed));
    }

    @Override
    public Script api(String path, int books, int perPage) {
        check(books >= 0 && perPage > 0, "api(\"" + path + "\", " + books + ", " + perPage + "): at least one a page");
        String at = path(path);
        return area(seed -> new JsonApi(at, books, perPage, seed));
    }

    @Override
    public Script events(String path, int count, Duration every, Fn<? super Integer, String> data) {
        check(count >= 0, "events(\"" + path + "\", " + count + ", …): how many must not be negative");
        check(!every.isNegative(), "events(\"" + path + "\", …, " + every + ", …): must not be negative");
        String at = path(path);
        return area(seed -> new Events(at, count, every, data));
    }

    private Script area(Area.Plan area) {
        return with(r -> r.areas = plus(areas, area));
    }

    private Script guard(Area.Plan guard) {
        return with(r -> r.guards = plus(guards, guard));
    }

    @Override
    public Script tls(Certificate shown) {
        return with(r -> r.certificate = shown);
    }

    @Override
    public Script roundTrip(Duration d) {
        check(!d.isNegative(), "roundTrip(" + d + "): must not be negative");
        return with(r -> r.roundTrip = d);
    }

    Duration roundTrip() {
        return roundTrip;
    }

    @Nullable
    Certificate certificate() {
        return certificate;
    }

    @Override
    public Script seed(long seed) {
        return with(r -> r.seed = seed);
    }

    /** The answers of this script, counted from the start; those of the hosts are their own. */
    Answers answers() {
        var all = new LinkedHashMap<String, Page>();
        if (books > 0) {
            new Shop(seed, books, docs > 0, faults).addTo(all);
        }
        if (docs > 0) {
            new Docs(seed, docs, books > 0).addTo(all);
        }
        if (news > 0) {
            new News(seed, news).addTo(all);
        }
        all.putAll(pages);
        if (books > 0 || docs > 0 || news > 0) {
            Sitemap.addTo(all);
        }
        codings.forEach((path, by) -> all.computeIfPresent(path, (p, page) -> page.packed(by.toArray(Coding[]::new))));
        var others = new ArrayList<Area>();
        areas.forEach(area -> others.add(area.open(seed)));
        var entries = new ArrayList<>(all.keySet());
        others.forEach(area -> entries.addAll(area.paths()));
        all.putIfAbsent("/", Layout.index(entries));
        if (notFound != null) {
            Reply missing = notFound;
            others.add(asked -> missing);
        }
        var latency = new Answers.Latency(seed, latencyLo, latencyHi);
        var first = guards.stream().map(guard -> guard.open(seed)).toList();
        return new Answers(
                all,
                statuses,
                headers,
                new Answers.Timing(delay, delays, latency, roundTrip),
                broken,
                new Answers.Areas(first, others));
    }

    Map<String, Recipe> hosts() {
        return hosts;
    }

    /** Adds a page that is not listed. */
    Recipe with(String path, Page page) {
        return with(r -> r.pages = plus(pages, path, page));
    }

    private Recipe with(Consumer<Recipe> change) {
        var copy = new Recipe();
        copy.seed = seed;
        copy.books = books;
        copy.docs = docs;
        copy.news = news;
        copy.faults = faults;
        copy.delay = delay;
        copy.latencyLo = latencyLo;
        copy.latencyHi = latencyHi;
        copy.pages = pages;
        copy.delays = delays;
        copy.statuses = statuses;
        copy.headers = headers;
        copy.hosts = hosts;
        copy.broken = broken;
        copy.certificate = certificate;
        copy.roundTrip = roundTrip;
        copy.codings = codings;
        copy.guards = guards;
        copy.areas = areas;
        copy.notFound = notFound;
        change.accept(copy);
        return copy;
    }

    private static <V> Map<String, V> plus(Map<String, V> map, String key, V value) {
        var more = new LinkedHashMap<>(map);
        more.put(key, value);
        return more;
    }

    private static <V> List<V> plus(List<V> list, V value) {
        var more = new ArrayList<>(list);
        more.add(value);
        return List.copyOf(more);
    }

    private static void checkStatus(String call, int code) {
        check(code >= 200 && code <= 599, call + ": 200 to 599");
    }

    private static String path(String path) {
        check(path.startsWith("/"), "\"" + path + "\" is not a path: write \"/" + path + "\"");
        try {
            return URI.create(path).toASCIIString();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("\"" + path + "\" is not a path: " + e.getMessage(), e);
        }
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
