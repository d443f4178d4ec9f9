package io.trawl.site;

/** An Allow or Disallow line of robots.txt (RFC 9309 section 2.2.2). */
final class RobotsRule {
    final boolean allow;
    private final String written;
    private final String pattern;
    private final int line;
    private final String group;
    private final String[] parts;
    private final boolean toTheEnd;

    /**
     * @param written the path as it stands in the file
     * @param group the line that names who it is for, as in {@code "User-agent: *" of line 3}
     */
    RobotsRule(boolean allow, String written, int line, String group) {
        this.allow = allow;
        this.written = written;
        this.line = line;
        this.group = group;
        this.pattern = Urls.normalEscapes(written.startsWith("/") || written.startsWith("*") ? written : "/" + written);
        this.toTheEnd = pattern.endsWith("$");
        this.parts = (toTheEnd ? pattern.substring(0, pattern.length() - 1) : pattern).split("\\*", -1);
        for (int i = 0; i < parts.length; i++) {
            parts[i] = literal(parts[i]);
        }
    }

    /**
     * What is compared: a star or dollar of a URL is what a rule writes as {@code %2A} or {@code %24} (section 2.2.3), and
     * browsers escape an apostrophe in a query only.
     */
    static String comparable(String pathAndQuery) {
        return literal(Urls.normalEscapes(pathAndQuery)).replace("*", "%2A");
    }

    private static String literal(String text) {
        return text.replace("$", "%24").replace("'", "%27");
    }

    /** The longest wins; Allow where two are equally long. */
    boolean beats(RobotsRule other) {
        int more = pattern.length() - other.pattern.length();
        return more > 0 || more == 0 && allow && !other.allow;
    }

    /**
     * Linear in the path for each star: after a star the first place that fits is as good as any later one.
     *
     * @param path path and query, {@linkplain #comparable made comparable}
     */
    boolean matches(String path) {
        if (!path.startsWith(parts[0])) {
            return false;
        }
        int at = parts[0].length();
        for (int i = 1; i < parts.length; i++) {
            boolean last = toTheEnd && i == parts.length - 1;
            int found = last ? path.length() - parts[i].length() : path.indexOf(parts[i], at);
            if (found < at || last && !path.endsWith(parts[i])) {
                return false;
            }
            at = found + parts[i].length();
        }
        return !toTheEnd || at == path.length();
    }

    Robots.Decision decision() {
        return new Robots.Decision(allow, (allow ? "Allow: " : "Disallow: ") + written, line, group);
    }
}
