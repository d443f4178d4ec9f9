package io.trawl.site;

import io.trawl.UrlProfile;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The text by which pages are told apart, after a {@link UrlProfile}. Equal keys mean one page. */
public final class Keys {
    private static final Set<String> TRACKING = Set.of(
            "gclid",
            "gclsrc",
            "dclid",
            "gbraid",
            "wbraid",
            "fbclid",
            "msclkid",
            "yclid",
            "ysclid",
            "twclid",
            "ttclid",
            "igshid",
            "mc_cid",
            "mc_eid",
            "_ga",
            "_gl",
            "_hsenc",
            "_hsmi",
            "mkt_tok",
            "vero_id",
            "oly_anon_id",
            "oly_enc_id",
            "wickedid",
            "srsltid");
    private static final Set<String> SESSION = Set.of(
            "phpsessid",
            "jsessionid",
            "aspsessionid",
            "asp.net_sessionid",
            "sessionid",
            "session_id",
            "sessid",
            "cfid",
            "cftoken");
    private static final Pattern PATH_SESSION = Pattern.compile("(?i);(jsessionid|phpsessid|sessionid)=[^/;]*");
    /** ASP.NET's sessions without cookies: /(S(5f0cmbqpwlqvzx45mgmg1h55))/. */
    private static final Pattern ASP_SESSION = Pattern.compile("/\\((?:[A-Z]\\([a-zA-Z0-9_-]{10,}\\))+\\)(?=/)");

    /** A short {@code sid} may name a section or a station; one like this is a session. */
    private static final Pattern SESSION_VALUE = Pattern.compile("[^=]*=[0-9a-zA-Z]{16,}");

    private static final Pattern INDEX = Pattern.compile("/(?:index|default)\\.(?:html?|php|aspx?|jsp)$");

    private Keys() {}

    /** @param ignoreQuery whether pages that differ only in their query are one */
    public static String of(URI url, UrlProfile profile, boolean ignoreQuery) {
        String path = url.getRawPath();
        String query = ignoreQuery ? null : url.getRawQuery();
        String scheme = url.getScheme() + "://";
        String host = Urls.host(url);
        String port = Urls.port(url) < 0 ? "" : ":" + Urls.port(url);
        if (profile != UrlProfile.STRICT) {
            path = Urls.normalEscapes(withoutSession(path));
            query = query == null ? null : kept(Urls.normalEscapes(query), profile);
        }
        if (profile == UrlProfile.SIMILAR) {
            scheme = "";
            host = host.startsWith("www.") ? host.substring(4) : host;
            path = withoutIndex(path.contains("//") ? path.replaceAll("/{2,}", "/") : path);
        }
        return scheme + host + port + path + (query == null ? "" : "?" + query);
    }

    private static String withoutIndex(String path) {
        if (path.endsWith("/")) {
            return path.substring(0, path.length() - 1);
        }
        int name = path.lastIndexOf('/') + 1;
        boolean candidate = path.startsWith("index.", name) || path.startsWith("default.", name);
        return candidate ? INDEX.matcher(path).replaceFirst("") : path;
    }

    private static String withoutSession(String path) {
        String kept = path.indexOf(';') < 0 ? path : PATH_SESSION.matcher(path).replaceAll("");
        return kept.indexOf('(') < 0 ? kept : ASP_SESSION.matcher(kept).replaceAll("");
    }

    /** The parameters that say something, or null where none does. */
    private static @Nullable String kept(String query, UrlProfile profile) {
        var parameters = new ArrayList<>(Arrays.asList(query.split("&", -1)));
        parameters.removeIf(p -> p.isEmpty() || isNoise(p));
        if (profile == UrlProfile.SIMILAR) {
            // In a query both are a space.
            parameters.replaceAll(p -> p.replace("+", "%20"));
            // Stable, and by name alone: the order of a repeated parameter's values may mean something.
            parameters.sort(Comparator.comparing(Keys::name));
        }
        return parameters.isEmpty() ? null : String.join("&", parameters);
    }

    private static String name(String parameter) {
        int equals = parameter.indexOf('=');
        return equals < 0 ? parameter : parameter.substring(0, equals);
    }

    private static boolean isNoise(String parameter) {
        String name = name(parameter).toLowerCase(Locale.ROOT);
        if (name.equals("sid")) {
            return SESSION_VALUE.matcher(parameter).matches();
        }
        return name.startsWith("utm_")
                || name.startsWith("aspsessionid")
                || TRACKING.contains(name)
                || SESSION.contains(name);
    }
}
