package io.trawl.mock;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;

/** Chance that repeats itself: the same throws for the same seed and key, on every JDK ({@link Random} is specified). */
final class Dice {
    private final Random random;

    Dice(long seed, String key, long n) {
        long h = seed + 0x9E3779B97F4A7C15L * (n + 1) + ((long) key.hashCode() << 32);
        h = (h ^ (h >>> 30)) * 0xBF58476D1CE4E5B9L;
        h = (h ^ (h >>> 27)) * 0x94D049BB133111EBL;
        random = new Random(h ^ (h >>> 31));
    }

    /** Both ends included. */
    int between(int lo, int hi) {
        return lo + random.nextInt(hi - lo + 1);
    }

    boolean chance(double share) {
        return random.nextDouble() < share;
    }

    <T> T pick(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** All of them in some order: none twice. */
    <T> Iterator<T> shuffled(List<T> of) {
        var all = new ArrayList<>(of);
        Collections.shuffle(all, random);
        return all.iterator();
    }
}
