package io.trawl.site;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The share of web-platform-tests' URL cases that we pass: give it {@code url/resources/urltestdata.json} (and {@code
 * IdnaTestV2.json}, {@code toascii.json}) of github.com/web-platform-tests/wpt. Prints each case that differs.
 */
public final class UrlConformance {
    private UrlConformance() {}

    public static void main(String[] files) throws Exception {
        for (String file : files) {
            var count = new TreeMap<String, Integer>();
            for (JsonNode test : new ObjectMapper().readTree(Path.of(file).toFile())) {
                if (test.isObject()) {
                    String result = test.has("href") || test.has("failure") ? url(test) : host(test);
                    count.merge(result, 1, Integer::sum);
                }
            }
            System.out.println(Path.of(file).getFileName() + " " + count);
        }
    }

    private static String url(JsonNode test) {
        boolean fails = test.path("failure").asBoolean();
        String expected = fails ? null : test.path("href").asText();
        JsonNode base = test.path("base");
        String input = test.path("input").asText();
        String actual = href(input, base.isNull() || base.isMissingNode() ? null : base.asText());
        boolean ours = expected == null || expected.startsWith("http:") || expected.startsWith("https:");
        if (!ours) {
            return actual == null ? "other schemes, refused" : report("other scheme not refused", test, actual);
        }
        if (expected == null ? actual != null : !expected.equals(actual)) {
            return report("FAILED", test, actual);
        }
        return expected == null ? "failures, passed" : "http and https, passed";
    }

    private static String host(JsonNode test) {
        String input = test.path("input").asText();
        String expected =
                test.path("output").isNull() ? null : test.path("output").asText();
        String actual = href("https://" + input + "/x", null);
        String wanted = expected == null ? null : "https://" + expected + "/x";
        return wanted == null
                ? actual == null ? "passed" : report("FAILED", test, actual)
                : wanted.equals(actual) ? "passed" : report("FAILED", test, actual);
    }

    private static String report(String what, JsonNode test, @Nullable String actual) {
        System.out.println(what + " " + test.path("input") + " base " + test.path("base") + " expected "
                + (test.has("output") ? test.path("output") : test.path("href")) + " but was " + actual);
        return what;
    }

    private static @Nullable String href(String input, @Nullable String base) {
        try {
            return Url.parse(input, base == null ? null : Url.parse(base, null)).href();
        } catch (Url.Invalid e) {
            return null;
        }
    }
}
