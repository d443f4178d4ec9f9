package io.trawl;

/** Which pages of a crawl are left out because their content was there before, under another URL. */
public enum Duplicates {
    /** None: each URL is a page. */
    KEEP,
    /** Those whose main content is the same, word for word. */
    EXACT,
    /**
     * Also those whose main content is almost the same: a few words in a page, such as a date or a name. SimHash over
     * triples of words (Charikar 2002), at most 3 of 64 bits apart (Manku, Jain, Das Sarma 2007); texts of fewer than 20
     * words are only compared word for word.
     */
    NEAR
}
