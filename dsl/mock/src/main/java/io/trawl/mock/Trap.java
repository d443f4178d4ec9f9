package io.trawl.mock;

import static io.trawl.mock.Layout.link;

import java.time.DateTimeException;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Links without end, as real sites make them by accident: {@code s.trap("/calendar/", Trap.CALENDAR)}. The addresses below
 * that path belong to it; each page says something else, unless it is said otherwise.
 */
public enum Trap {
    /** Each month links to the next, and to the same month a year later: {@code /calendar/2026/12/}. */
    CALENDAR {
        @Override
        @Nullable
        Reply page(String base, String rest, Asked asked, Visits visits) {
            YearMonth month;
            try {
                month = rest.isEmpty()
                        ? YearMonth.from(asked.now().atZone(ZoneOffset.UTC))
                        : YearMonth.parse(rest.replace('/', '-'));
            } catch (DateTimeException e) {
                return null;
            }
            return Reply.html(
                    200,
                    "Events in " + month,
                    "<p>Nothing is planned in " + month + " yet.</p>\n" + link(month(base, month.plusMonths(1)), "next")
                            + " " + link(month(base, month.plusYears(1)), "a year later") + "\n");
        }

        private String month(String base, YearMonth month) {
            return base + "/" + month.toString().replace('-', '/') + "/";
        }
    },
    /**
     * Twelve pages whose links carry a new session each time they are shown, as {@code ?PHPSESSID=}, {@code ;jsessionid=} and
     * {@code ?sid=}: twelve pages with addresses without number.
     */
    SESSION_IDS {
        @Override
        @Nullable
        Reply page(String base, String rest, Asked asked, Visits visits) {
            String name = rest.contains(";") ? rest.substring(0, rest.indexOf(';')) : rest;
            if (!name.isEmpty() && !name.matches("[1-9]|1[0-2]")) {
                return null;
            }
            String id = visits.next();
            String links = IntStream.rangeClosed(1, 12)
                    .mapToObj(i -> link(
                            base + "/" + i
                                    + switch (i % 3) {
                                        case 0 -> ";jsessionid=" + id;
                                        case 1 -> "?PHPSESSID=" + id;
                                        default -> "?sid=" + id;
                                    },
                            "Room " + i))
                    .collect(Collectors.joining("\n"));
            return Reply.html(200, name.isEmpty() ? "Rooms" : "Room " + name, "<p>You are here.</p>\n" + links + "\n");
        }
    },
    /** Each folder holds one more: {@code /deep/1/2/3/…}. */
    DEPTH {
        @Override
        @Nullable
        Reply page(String base, String rest, Asked asked, Visits visits) {
            int depth = rest.isEmpty() ? 0 : rest.split("/").length;
            String here = rest.isEmpty() ? base : base + "/" + rest;
            return Reply.html(
                    200,
                    "Level " + depth,
                    "<p>" + depth + " steps down.</p>\n" + link(here + "/" + (depth + 1) + "/", "deeper") + "\n");
        }
    },
    /** A link lacks its first slash, so that each page puts it below itself: {@code /about/team/about/team/…}. */
    RELATIVE_LINK {
        @Override
        @Nullable
        Reply page(String base, String rest, Asked asked, Visits visits) {
            String here = asked.path().substring(asked.path().lastIndexOf('/') + 1);
            String below = here.isEmpty() ? "about/team/" : here + "/about/team/";
            return Reply.html(
                    200,
                    "About us",
                    "<p>Found at " + Layout.esc(asked.path()) + "</p>\n" + link(below, "Our team") + "\n");
        }
    },
    /** A link that adds its parameter to the address of the page, each time again: {@code ?from=1&from=2&…}. */
    PARAMETERS {
        @Override
        @Nullable
        Reply page(String base, String rest, Asked asked, Visits visits) {
            int query = asked.target().indexOf('?');
            String before = query < 0 ? "" : asked.target().substring(query + 1) + "&";
            int clicks = before.split("&", -1).length - 1;
            return !rest.isEmpty()
                    ? null
                    : Reply.html(
                            200,
                            "Click " + clicks,
                            "<p>You came " + clicks + " times.</p>\n"
                                    + link(asked.path() + "?" + before + "from=" + (clicks + 1), "again") + "\n");
        }
    },
    /**
     * Twelve lamps and six filters with four values each, in any combination and order: {@code ?colour=2&size=0}, more than
     * three million addresses. Combinations that fit the same lamps say the same.
     */
    FACETS {
        private static final List<String> NAMES = List.of("colour", "size", "shade", "socket", "style", "maker");

        @Override
        @Nullable
        Reply page(String base, String rest, Asked asked, Visits visits) {
            if (!rest.isEmpty()) {
                return null;
            }
            var chosen = asked.query();
            String lamps = IntStream.rangeClosed(1, 12)
                    .filter(i -> chosen.entrySet().stream().allMatch(f -> fits(visits.seed, i, f)))
                    .mapToObj(i -> "<li>Lamp number " + i + "</li>\n")
                    .collect(Collectors.joining());
            var filters = new ArrayList<String>();
            for (String name : NAMES) {
                for (int value = 0; value < 4; value++) {
                    filters.add(link(toggled(asked.path(), chosen, name, String.valueOf(value)), name + " " + value));
                }
            }
            return Reply.html(
                    200,
                    "Lamps",
                    "<main><h1>Lamps</h1>\n" + (lamps.isEmpty() ? "<p>None fits.</p>\n" : "<ul>\n" + lamps + "</ul>\n")
                            + "</main>\n<nav>" + String.join("\n", filters) + "</nav>\n");
        }

        private boolean fits(long seed, int lamp, Map.Entry<String, String> filter) {
            return !NAMES.contains(filter.getKey())
                    || filter.getValue().equals(String.valueOf(new Dice(seed, filter.getKey(), lamp).between(0, 3)));
        }

        private String toggled(String path, Map<String, String> chosen, String name, String value) {
            var next = new LinkedHashMap<>(chosen);
            // Taken away, or put at the end as it is clicked.
            boolean was = value.equals(next.remove(name));
            if (!was) {
                next.put(name, value);
            }
            String query = next.entrySet().stream()
                    .map(e -> e.getKey() + "=" + e.getValue())
                    .collect(Collectors.joining("&"));
            return query.isEmpty() ? path : path + "?" + query;
        }
    },
    /** A list with a further page after each: {@code ?page=2}, ten new entries on every one, each with a page of its own. */
    ENDLESS_LIST {
        @Override
        @Nullable
        Reply page(String base, String rest, Asked asked, Visits visits) {
            if (rest.matches("[0-9]{1,9}")) {
                return Reply.html(200, "Entry " + rest, "<p>This is entry " + rest + ".</p>\n");
            }
            String number = asked.query().getOrDefault("page", "1");
            if (!rest.isEmpty() || !number.matches("[1-9][0-9]{0,7}")) {
                return null;
            }
            int page = Integer.parseInt(number);
            String entries = IntStream.rangeClosed(10 * page - 9, 10 * page)
                    .mapToObj(i -> "<li>" + link(base + "/" + i, "Entry " + i) + "</li>\n")
                    .collect(Collectors.joining());
            return Reply.html(
                    200,
                    "Entries, page " + page,
                    "<ul>\n" + entries + "</ul>\n<a rel=\"next\" href=\"" + asked.path() + "?page=" + (page + 1)
                            + "\">more</a>\n");
        }
    };

    /** Counts visits, and gives each an id that follows from the seed. */
    static final class Visits {
        private final long seed;
        private final AtomicLong count = new AtomicLong();

        private Visits(long seed) {
            this.seed = seed;
        }

        String next() {
            var dice = new Dice(seed, "session", count.incrementAndGet());
            return IntStream.range(0, 32)
                    .mapToObj(i -> Integer.toHexString(dice.between(0, 15)))
                    .collect(Collectors.joining());
        }
    }

    /**
     * The page below {@code base}, which ends without a slash.
     *
     * @param rest what follows the base, without slashes around it
     */
    abstract @Nullable Reply page(String base, String rest, Asked asked, Visits visits);

    Area.Plan at(String root) {
        return seed -> new Area() {
            private final String base = Area.base(root);
            private final Visits visits = new Visits(seed);

            @Override
            public @Nullable Reply answer(Asked asked) {
                String path = asked.path();
                return Area.holds(root, path)
                        ? page(base, stripped(path.substring(base.length())), asked, visits)
                        : null;
            }

            @Override
            public List<String> paths() {
                return List.of(root);
            }
        };
    }

    private static String stripped(String rest) {
        int from = rest.startsWith("/") ? 1 : 0;
        int to = rest.endsWith("/") && rest.length() > from ? rest.length() - 1 : rest.length();
        return rest.substring(Math.min(from, to), to);
    }
}
