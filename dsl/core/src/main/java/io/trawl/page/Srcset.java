package io.trawl.page;

import java.util.ArrayList;
import java.util.List;

/**
 * The images that a {@code srcset} offers (WHATWG HTML, "parse a srcset attribute"): commas within a URL are its own, one at
 * its end is not.
 */
final class Srcset {

    /** @param size width or density; 1 where nothing is said */
    record Candidate(String url, double size) {}

    private Srcset() {}

    static List<Candidate> of(String text) {
        var all = new ArrayList<Candidate>();
        int at = 0;
        while (true) {
            while (at < text.length() && (isSpace(text.charAt(at)) || text.charAt(at) == ',')) {
                at++;
            }
            if (at >= text.length()) {
                return all;
            }
            int from = at;
            while (at < text.length() && !isSpace(text.charAt(at))) {
                at++;
            }
            String url = text.substring(from, at);
            if (url.endsWith(",")) {
                all.add(new Candidate(url.replaceAll(",+$", ""), 1));
                continue;
            }
            int end = text.indexOf(',', at);
            int to = end < 0 ? text.length() : end;
            all.add(new Candidate(url, size(text.substring(at, to).strip())));
            at = to;
        }
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
    }

    /** Of several descriptors the first. */
    private static double size(String descriptors) {
        String first = descriptors.split("\\s+", 2)[0];
        try {
            return first.isEmpty() ? 1 : Double.parseDouble(first.replaceAll("[wxWX]$", ""));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
