package io.trawl.engine;

import io.trawl.store.SeenSet;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The keys that were there before in a job. Of text only a fingerprint of 64 bits is kept, so that a million keys take
 * some 20 MB: two of them have the same one with a probability of 3e-8. Anything else is kept itself. Thread-safe.
 */
final class Distinct {
    private final SeenSet texts = new SeenSet(Path.of(""), Integer.MAX_VALUE);
    private final Set<Object> others = ConcurrentHashMap.newKeySet();

    /** Whether it is the first of its kind. */
    boolean add(Object key) {
        if (!(key instanceof String text)) {
            return others.add(key);
        }
        long print = SeenSet.fingerprint(text);
        synchronized (texts) {
            return texts.add(print);
        }
    }
}
