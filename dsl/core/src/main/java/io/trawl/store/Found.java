package io.trawl.store;

/**
 * A page that a job knows of.
 *
 * @param index its place in the results
 * @param depth how many links it is away from the seed
 * @param first whether it is to be taken before the others of its depth
 */
public record Found(int index, String url, int depth, boolean first) {
    public Found(int index, String url, int depth) {
        this(index, url, depth, false);
    }
}
