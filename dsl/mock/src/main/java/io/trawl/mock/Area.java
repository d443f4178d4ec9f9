package io.trawl.mock;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a site whose answers depend on more of a request than its path: on its query, headers or time, or on what was
 * asked before. Each running site has its own, so it may remember; thread-safe.
 */
interface Area {

    /** An area as written in a script. */
    interface Plan {
        /** @param seed of the script */
        Area open(long seed);
    }

    /** What it answers; null where that is not its business. */
    @Nullable
    Reply answer(Asked asked);

    /** Where it is entered: listed like pages. */
    default List<String> paths() {
        return List.of();
    }

    /** Whether {@code path} is {@code root} or lies below it; a slash at the root's end does not count. */
    static boolean holds(String root, String path) {
        String base = base(root);
        return path.equals(base) || path.startsWith(base + "/");
    }

    /** Without a slash at its end. */
    static String base(String root) {
        return root.endsWith("/") ? root.substring(0, root.length() - 1) : root;
    }
}
