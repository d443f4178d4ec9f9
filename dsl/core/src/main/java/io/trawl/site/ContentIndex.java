package io.trawl.site;

import io.trawl.Duplicates;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What pages said so far, to find those that say it again. About 250 bytes per page. Not thread-safe; {@link Print#of} is.
 */
public final class ContentIndex {
    /** Bits in which two prints may differ (Manku, Jain, Das Sarma 2007, for a web of 8 billion pages). */
    static final int NEAR = 3;

    /** Below, a few words are a large part of the text. */
    private static final int MIN_WORDS = 20;

    private static final int BANDS = NEAR + 1;
    private static final int BITS = Long.SIZE / BANDS;

    /** What is compared of a text: a 128-bit hash of its words, and their SimHash. */
    public record Print(long high, long low, long similar, int words) {

        /** Case, punctuation and white space do not count. */
        public static Print of(String text) {
            var hash = new WordHash();
            var bits = new int[Long.SIZE];
            int words = 0;
            long before = 0;
            long last = 0;
            for (int i = 0; i < text.length(); ) {
                int end = i;
                while (end < text.length() && Character.isLetterOrDigit(text.charAt(end))) {
                    end++;
                }
                if (end > i) {
                    long word = hash.add(text.substring(i, end).toLowerCase(Locale.ROOT));
                    count(bits, mixed(mixed(mixed(before) + last) + word));
                    before = last;
                    last = word;
                    words++;
                }
                i = end + 1;
            }
            long similar = 0;
            for (int i = 0; i < bits.length; i++) {
                similar |= bits[i] > 0 ? 1L << i : 0;
            }
            return new Print(hash.high, hash.low, similar, words);
        }

        private static void count(int[] bits, long feature) {
            for (int i = 0; i < bits.length; i++) {
                bits[i] += (feature >>> i & 1) == 1 ? 1 : -1;
            }
        }

        int distance(Print other) {
            return Long.bitCount(similar ^ other.similar);
        }

        private boolean equals(Print other) {
            return high == other.high && low == other.low && words == other.words;
        }
    }

    /** Two independent running hashes of a row of words. */
    private static final class WordHash {
        long high = 0x9E3779B97F4A7C15L;
        long low = 0xC2B2AE3D27D4EB4FL;

        long add(String word) {
            long hash = 0xCBF29CE484222325L;
            for (int i = 0; i < word.length(); i++) {
                hash = (hash ^ word.charAt(i)) * 0x100000001B3L;
            }
            long mixed = mixed(hash);
            high = mixed(high + mixed);
            low = mixed(low * 31 ^ hash);
            return mixed;
        }
    }

    /** The finaliser of SplitMix64 (Steele, Lea, Flood 2014). */
    private static long mixed(long x) {
        long a = (x ^ x >>> 30) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ a >>> 27) * 0x94D049BB133111EBL;
        return b ^ b >>> 31;
    }

    /**
     * A page that said it before.
     *
     * @param bits in which the two differ; 0 where they are the same
     */
    public record Twin(String url, boolean exact, int bits) {
        /** As in {@code has the same text as http://a.example/x}. */
        public String shown() {
            return exact
                    ? "has the same text as " + Urls.shown(url)
                    : "has almost the same text as " + Urls.shown(url) + " (SimHash " + bits
                            + " of 64 bits apart, at most " + NEAR + ")";
        }
    }

    private record Known(Print print, String url) {}

    private final Duplicates which;
    private final Map<Long, Known> exact = new HashMap<>();
    private final List<Map<Long, List<Known>>> bands = new ArrayList<>();

    public ContentIndex(Duplicates which) {
        this.which = which;
        for (int i = 0; i < BANDS; i++) {
            bands.add(new HashMap<>());
        }
    }

    /** The page that said it before; null where none did, and this one is remembered. A page without a word is no twin. */
    public @Nullable Twin add(Print print, String url) {
        if (which == Duplicates.KEEP || print.words == 0) {
            return null;
        }
        Known same = exact.get(print.high);
        if (same != null && same.print.equals(print)) {
            return new Twin(same.url, true, 0);
        }
        boolean comparable = which == Duplicates.NEAR && print.words >= MIN_WORDS;
        Known near = comparable ? near(print) : null;
        if (near != null) {
            return new Twin(near.url, false, near.print.distance(print));
        }
        var known = new Known(print, url);
        exact.putIfAbsent(print.high, known);
        if (comparable) {
            for (int i = 0; i < BANDS; i++) {
                bands.get(i)
                        .computeIfAbsent(band(print, i), b -> new ArrayList<>(2))
                        .add(known);
            }
        }
        return null;
    }

    /** Of {@value #NEAR} different bits in four bands, one band has none: only those that share a band are compared. */
    private @Nullable Known near(Print print) {
        for (int i = 0; i < BANDS; i++) {
            for (Known known : bands.get(i).getOrDefault(band(print, i), List.of())) {
                if (known.print.distance(print) <= NEAR) {
                    return known;
                }
            }
        }
        return null;
    }

    private static long band(Print print, int i) {
        return print.similar >>> i * BITS & (1L << BITS) - 1;
    }
}
