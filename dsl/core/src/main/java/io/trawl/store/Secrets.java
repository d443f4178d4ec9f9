package io.trawl.store;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The secrets of a plan, which must not be written: the values of headers that are credentials by their name, passwords
 * in the URLs that the user gave, and values of their query parameters that are keys by their name. In all that is
 * written a mark with the secret's name stands in their place, between characters that no URL has, so that no page can
 * forge it; whoever has the same plan again, perhaps with newer keys, can put them back.
 */
public final class Secrets {
    /** Of whoever reads without the plan. */
    public static final Secrets UNKNOWN = new Secrets();

    private static final Pattern NAMES = Pattern.compile(
            "(?i).*(key|token|secret|auth|session|password|passwd|pwd|credential|cookie|signature|sig).*");
    private static final Pattern SCHEME = Pattern.compile("(?i)basic|bearer|digest|token|apikey");
    private static final Pattern USER = Pattern.compile("(?i)^\\s*https?://([^/?#]*)@");
    private static final Pattern PARAMETER = Pattern.compile("[?&;]([^=&;#]+)=([^&;#]+)");
    private static final Pattern MARK = Pattern.compile("\u0001([^\u0001]+)\u0001");
    /** What is shorter would be found everywhere. */
    private static final int SHORTEST = 4;

    private static final Set<String> HEADERS =
            Set.of("set-cookie", "set-cookie2", "www-authenticate", "proxy-authenticate");

    private final Map<String, String> byName = new LinkedHashMap<>();
    private final List<Map.Entry<String, String>> longestFirst = new ArrayList<>();

    private Secrets() {}

    /**
     * @param headers that are sent
     * @param urls as the user gave them
     */
    public static Secrets of(Map<String, String> headers, Iterable<String> urls) {
        var secrets = new Secrets();
        new TreeMap<>(headers).forEach(secrets::ofHeader);
        urls.forEach(secrets::ofUrl);
        secrets.longestFirst.addAll(secrets.byName.entrySet());
        secrets.longestFirst.sort(Comparator.comparing(e -> -e.getValue().length()));
        return secrets;
    }

    /** Of "Bearer abc" and "a=1; b=2" each part alone is one too. */
    private void ofHeader(String name, String value) {
        if (!NAMES.matcher(name).matches()) {
            return;
        }
        add(name, value);
        if (value.regionMatches(true, 0, "Basic ", 0, 6)) {
            ofBasic(name, value.substring(6).strip());
        }
        for (String part : value.split("[ ;,=]+")) {
            if (!SCHEME.matcher(part).matches()) {
                add(name, part);
            }
        }
    }

    private void ofBasic(String name, String encoded) {
        try {
            String both = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            add(name, both);
            add(name, both.substring(both.indexOf(':') + 1));
        } catch (IllegalArgumentException e) {
            // Not as RFC 7617 has it; the value as a whole is hidden.
        }
    }

    private void ofUrl(String url) {
        if (url.indexOf('@') > 0) {
            Matcher user = USER.matcher(url);
            if (user.find()) {
                String both = user.group(1);
                add("user", both);
                add("user", both.substring(both.indexOf(':') + 1));
                add("user", Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)));
            }
        }
        if (url.indexOf('=') > 0) {
            Matcher parameter = PARAMETER.matcher(url);
            while (parameter.find()) {
                if (NAMES.matcher(parameter.group(1)).matches()) {
                    add(parameter.group(1), parameter.group(2));
                }
            }
        }
    }

    private void add(String name, String value) {
        if (value.length() < SHORTEST || byName.containsValue(value)) {
            return;
        }
        String numbered = name;
        for (int i = 2; byName.containsKey(numbered); i++) {
            numbered = name + " " + i;
        }
        byName.put(numbered, value);
    }

    /** Whether a response header may be kept at all. */
    public static boolean mayKeep(String header) {
        return !HEADERS.contains(header.toLowerCase(Locale.ROOT));
    }

    /** The text as it may be written. */
    public String hide(String text) {
        String hidden = text;
        for (var secret : longestFirst) {
            if (hidden.contains(secret.getValue())) {
                hidden = hidden.replace(secret.getValue(), "\u0001" + secret.getKey() + "\u0001");
            }
        }
        return hidden;
    }

    /** The text as anybody may read it: with stars. */
    public String stars(String text) {
        return starred(hide(text));
    }

    /** The body as it may be written: an echo of a secret is starred out. */
    public byte[] hide(byte[] body) {
        if (byName.isEmpty()) {
            return body;
        }
        String text = new String(body, StandardCharsets.ISO_8859_1);
        String hidden = text;
        for (var secret : longestFirst) {
            hidden = hidden.replace(latin(secret.getValue()), "***");
        }
        return hidden.equals(text) ? body : hidden.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String latin(String value) {
        return new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** What was hidden with secrets of these names, as it was; null where one of them is not known here. */
    @Nullable
    String reveal(String text) {
        if (text.indexOf('\u0001') < 0) {
            return text;
        }
        boolean[] unknown = {false};
        String shown = MARK.matcher(text).replaceAll(m -> {
            String value = byName.get(m.group(1));
            unknown[0] |= value == null;
            return value == null ? "" : Matcher.quoteReplacement(value);
        });
        return unknown[0] ? null : shown;
    }

    /** What was hidden, with stars. */
    static String starred(String text) {
        return text.indexOf('\u0001') < 0 ? text : MARK.matcher(text).replaceAll("***");
    }

    @Override
    public String toString() {
        return byName.size() + " secrets";
    }
}
