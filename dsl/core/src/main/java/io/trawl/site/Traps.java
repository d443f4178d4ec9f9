package io.trawl.site;

import java.net.URI;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * URLs that a site can make without end: folders that repeat, parameters that pile up, calendars. Session ids need no
 * mention here: {@link Keys} fold them. A URL alone decides, so that the same crawl takes the same pages each time.
 *
 * @param year the present one
 */
record Traps(int year) {
    private static final int MAX_FOLDERS = 20;
    /** So often a row of folders may stand directly one after the other, and numbers, as in /1/1/1/, more often. */
    private static final int MAX_REPEATED = 2;

    private static final int MAX_REPEATED_NUMBERS = 4;
    /** So often the same folder may stand anywhere. */
    private static final int MAX_SAME = 4;
    /** So often the same parameter may be given; with the same value, only as often as a folder. */
    private static final int MAX_SAME_PARAMETER = 20;

    private static final int FUTURE = 2;
    private static final int PAST = 20;

    private static final Pattern DATE =
            Pattern.compile("(?<![0-9])((?:19|2[0-9])[0-9]{2})[-/](?:0?[1-9]|1[0-2])(?![0-9A-Za-z])");
    private static final Pattern YEAR = Pattern.compile("(?i)[?&](?:year|yr|jahr|annee|ano)=([0-9]{4})(?![0-9])");
    private static final Pattern CALENDAR =
            Pattern.compile("(?i)calend[aei]r|kalender|agenda|events?\\b|month|week|\\bday");

    /** Why a URL is a trap; null where it is none. */
    @Nullable
    String objection(URI url) {
        String path = url.getRawPath();
        List<String> folders = Arrays.asList(path.substring(1).split("/"));
        if (folders.size() > MAX_FOLDERS) {
            return "a trap: " + folders.size() + " folders deep";
        }
        String repeated = repeated(folders);
        if (repeated != null) {
            return "a trap: \"" + repeated + "\" again and again";
        }
        String query = url.getRawQuery();
        if (query != null && piledUp(query)) {
            return "a trap: the same parameter again and again";
        }
        return calendar(query == null ? path : path + "?" + query);
    }

    private static @Nullable String repeated(List<String> folders) {
        var times = new HashMap<String, Integer>();
        for (int i = 0; i < folders.size(); i++) {
            String folder = folders.get(i);
            if (!isNumber(folder) && times.merge(folder, 1, Integer::sum) > MAX_SAME) {
                return folder;
            }
            for (int size = 1; size <= 3 && i + size * 2 <= folders.size(); size++) {
                var row = folders.subList(i, i + size);
                int most = row.stream().allMatch(Traps::isNumber) ? MAX_REPEATED_NUMBERS : MAX_REPEATED;
                int seen = 1;
                int at = i + size;
                while (at + size <= folders.size()
                        && folders.subList(at, at + size).equals(row)) {
                    seen++;
                    at += size;
                }
                if (seen > most) {
                    return String.join("/", row);
                }
            }
        }
        return null;
    }

    private static boolean isNumber(String folder) {
        return folder.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static boolean piledUp(String query) {
        var names = new HashMap<String, Integer>();
        var pairs = new HashMap<String, Integer>();
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            if (!pair.isEmpty()
                    && (names.merge(name, 1, Integer::sum) > MAX_SAME_PARAMETER
                            || pairs.merge(pair, 1, Integer::sum) > MAX_REPEATED)) {
                return true;
            }
        }
        return false;
    }

    private @Nullable String calendar(String target) {
        Matcher date = DATE.matcher(target);
        Matcher named = YEAR.matcher(target);
        boolean found = date.find();
        if (!found && !named.find()) {
            return null;
        }
        int when = Integer.parseInt(found ? date.group(1) : named.group(1));
        boolean tooLate = when > year + FUTURE;
        boolean tooEarly = when < year - PAST && CALENDAR.matcher(target).find();
        return tooLate || tooEarly ? "a trap: a calendar in the year " + when : null;
    }
}
