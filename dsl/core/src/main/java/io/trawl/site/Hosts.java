package io.trawl.site;

import com.ibm.icu.text.IDNA;
import io.trawl.site.Url.Invalid;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * The host of a URL (WHATWG URL section 3.5): percent-decoded, mapped by UTS 46 (non-transitional, as browsers do; the
 * JDK's IDNA 2003 would send {@code straße.de} to {@code strasse.de}), addresses in their one form.
 */
final class Hosts {
    private static final String FORBIDDEN = " #/:<>?@[\\]^|%";

    /** ICU's tables are loaded with the first name that is not plain ASCII. */
    private static final class Uts46 {
        static final IDNA MAPPING = IDNA.getUTS46Instance(IDNA.CHECK_BIDI
                | IDNA.CHECK_CONTEXTJ
                | IDNA.NONTRANSITIONAL_TO_ASCII
                | IDNA.NONTRANSITIONAL_TO_UNICODE);
        /** The standard checks neither hyphens nor the lengths that DNS allows. */
        static final Set<IDNA.Error> LET_PASS = EnumSet.of(
                IDNA.Error.EMPTY_LABEL,
                IDNA.Error.LABEL_TOO_LONG,
                IDNA.Error.DOMAIN_NAME_TOO_LONG,
                IDNA.Error.LEADING_HYPHEN,
                IDNA.Error.TRAILING_HYPHEN,
                IDNA.Error.HYPHEN_3_4);
    }

    private Hosts() {}

    static String parse(String raw) throws Invalid {
        if (raw.isEmpty()) {
            throw new Invalid("no host");
        }
        if (raw.startsWith("[")) {
            if (!raw.endsWith("]")) {
                throw new Invalid("the host " + raw + " has no closing bracket");
            }
            return "[" + shown(Ipv6.parse(raw.substring(1, raw.length() - 1))) + "]";
        }
        String host = ascii(raw.indexOf('%') < 0 ? raw : percentDecoded(raw));
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c <= ' ' || c == 127 || FORBIDDEN.indexOf(c) >= 0) {
                throw new Invalid("a host name cannot hold what is in \"" + raw + "\"");
            }
        }
        return endsInNumber(host) ? ipv4(host) : host;
    }

    private static String ascii(String domain) throws Invalid {
        if (domain.chars().allMatch(c -> c < 128)) {
            // Punycode that is there already is not checked: DNS knows it or does not.
            return domain.toLowerCase(Locale.ROOT);
        }
        var info = new IDNA.Info();
        String ascii =
                Uts46.MAPPING.nameToASCII(domain, new StringBuilder(), info).toString();
        var errors = new ArrayList<>(info.getErrors());
        errors.removeAll(Uts46.LET_PASS);
        if (!errors.isEmpty() || ascii.isEmpty()) {
            throw new Invalid("\"" + domain + "\" is no international domain name (UTS 46: " + errors + ")");
        }
        return ascii;
    }

    private static String percentDecoded(String text) {
        byte[] in = text.getBytes(StandardCharsets.UTF_8);
        var out = new ByteArrayOutputStream(in.length);
        for (int i = 0; i < in.length; i++) {
            int high = in[i] == '%' && i + 2 < in.length ? Character.digit(in[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(in[i + 2], 16);
            if (low >= 0) {
                out.write(high * 16 + low);
                i += 2;
            } else {
                out.write(in[i]);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    // IPv4 (section 3.5, "ends in a number" and "IPv4 parser")

    private static boolean endsInNumber(String host) {
        int end = host.endsWith(".") ? host.length() - 1 : host.length();
        int from = host.lastIndexOf('.', end - 1) + 1;
        if (from >= end) {
            return false;
        }
        int digits = host.startsWith("0x", from) || host.startsWith("0X", from) ? from + 2 : from;
        int radix = digits > from ? 16 : 10;
        for (int i = digits; i < end; i++) {
            if (host.charAt(i) > 127 || Character.digit(host.charAt(i), radix) < 0) {
                return false;
            }
        }
        return true;
    }

    private static String ipv4(String host) throws Invalid {
        var parts = new ArrayList<String>(4);
        int end = host.endsWith(".") ? host.length() - 1 : host.length();
        for (int from = 0; from <= end; ) {
            int dot = host.indexOf('.', from);
            int to = dot < 0 || dot > end ? end : dot;
            parts.add(host.substring(from, to));
            from = to + 1;
        }
        if (parts.size() > 4) {
            throw new Invalid("the address " + host + " has more than four parts");
        }
        long address = 0;
        for (int i = 0; i < parts.size(); i++) {
            long number = number(parts.get(i), host);
            boolean last = i == parts.size() - 1;
            if (number >= (last ? 1L << 8 * (5 - parts.size()) : 256)) {
                throw new Invalid("the address " + host + " has a part that is too large");
            }
            address += last ? number : number << 8 * (3 - i);
        }
        return (address >> 24) + "." + (address >> 16 & 255) + "." + (address >> 8 & 255) + "." + (address & 255);
    }

    /** Decimal, or octal after 0, or hexadecimal after 0x; what is larger than any address stays that large. */
    private static long number(String part, String host) throws Invalid {
        boolean hex = part.regionMatches(true, 0, "0x", 0, 2);
        int radix = hex ? 16 : part.length() > 1 && part.startsWith("0") ? 8 : 10;
        long number = 0;
        for (int i = hex ? 2 : 0; i < part.length(); i++) {
            int digit = part.charAt(i) > 127 ? -1 : Character.digit(part.charAt(i), radix);
            if (digit < 0) {
                throw new Invalid("the host " + host + " ends in a number and is no address");
            }
            number = Math.min(number * radix + digit, 1L << 40);
        }
        if (part.isEmpty()) {
            throw new Invalid("the host " + host + " ends in a number and is no address");
        }
        return number;
    }

    // IPv6

    /** The shortest form: the longest run of zeros, first at a tie, as two colons (section 3.6). */
    private static String shown(int[] pieces) {
        int best = -1;
        int length = 1;
        for (int i = 0; i < 8; i++) {
            int run = 0;
            while (i + run < 8 && pieces[i + run] == 0) {
                run++;
            }
            if (run > length) {
                best = i;
                length = run;
            }
            i += run;
        }
        var out = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == best) {
                out.append(i == 0 ? "::" : ":");
                i += length - 1;
                continue;
            }
            out.append(Integer.toHexString(pieces[i]));
            if (i < 7) {
                out.append(':');
            }
        }
        return out.toString();
    }
}
