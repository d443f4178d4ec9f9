package io.trawl.site;

import io.trawl.site.Url.Invalid;

/** The WHATWG IPv6 parser (section 3.5), whose steps it follows. */
final class Ipv6 {
    private final String text;
    private final int[] pieces = new int[8];
    private int at;
    private int piece;
    private int compress = -1;

    private Ipv6(String text) {
        this.text = text;
    }

    /** The eight pieces of an address without brackets. */
    static int[] parse(String text) throws Invalid {
        return new Ipv6(text).parse();
    }

    private Invalid invalid() {
        return new Invalid("[" + text + "] is no IPv6 address");
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private int[] parse() throws Invalid {
        if (peek() == ':') {
            if (!text.startsWith("::")) {
                throw invalid();
            }
            at = 2;
            compress = ++piece;
        }
        while (at < text.length()) {
            if (piece == 8) {
                throw invalid();
            }
            if (peek() == ':') {
                if (compress >= 0) {
                    throw invalid();
                }
                at++;
                compress = ++piece;
                continue;
            }
            int start = at;
            int value = 0;
            while (at - start < 4 && at < text.length() && Character.digit(peek(), 16) >= 0 && peek() < 128) {
                value = value * 16 + Character.digit(text.charAt(at++), 16);
            }
            if (peek() == '.') {
                if (at == start || piece > 6) {
                    throw invalid();
                }
                at = start;
                ipv4();
                break;
            }
            if (peek() == ':') {
                if (++at == text.length()) {
                    throw invalid();
                }
            } else if (at < text.length()) {
                throw invalid();
            }
            pieces[piece++] = value;
        }
        return spread();
    }

    private void ipv4() throws Invalid {
        int seen = 0;
        while (at < text.length()) {
            if (seen > 0) {
                if (peek() != '.' || seen == 4) {
                    throw invalid();
                }
                at++;
            }
            int value = -1;
            while (peek() >= '0' && peek() <= '9') {
                int digit = text.charAt(at++) - '0';
                if (value == 0 || value * 10 + digit > 255) {
                    throw invalid();
                }
                value = value < 0 ? digit : value * 10 + digit;
            }
            if (value < 0) {
                throw invalid();
            }
            pieces[piece] = pieces[piece] * 256 + value;
            seen++;
            if (seen == 2 || seen == 4) {
                piece++;
            }
        }
        if (seen != 4) {
            throw invalid();
        }
    }

    /** What stands after the two colons goes to the end. */
    private int[] spread() throws Invalid {
        if (compress < 0) {
            if (piece != 8) {
                throw invalid();
            }
            return pieces;
        }
        int moved = piece == 8 ? 0 : piece - compress;
        for (int i = 0; i < moved; i++) {
            pieces[7 - i] = pieces[piece - 1 - i];
            pieces[piece - 1 - i] = 0;
        }
        return pieces;
    }
}
