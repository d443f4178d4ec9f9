package io.trawl.store;

import io.trawl.store.JournalWriter.How;
import java.util.Arrays;

/** Where the frames of a journal's pages stand, by the page's index; 0 where there is none. Not thread-safe. */
final class Places {
    /** How many indexes there are. */
    int known;

    long[] found = {};
    long[] ended = {};
    private byte[] how = {};

    /** The first of an index holds. */
    void found(int index, long at) {
        room(index);
        found[index] = found[index] == 0 ? at : found[index];
    }

    /** The last of an index holds. */
    void ended(int index, long at, byte as) {
        room(index);
        ended[index] = at;
        how[index] = as;
    }

    private void room(int index) {
        known = Math.max(known, index + 1);
        if (index >= found.length) {
            int more = Math.max(index + 1, found.length * 3 / 2);
            found = Arrays.copyOf(found, more);
            ended = Arrays.copyOf(ended, more);
            how = Arrays.copyOf(how, more);
        }
    }

    /** Pages known, ended, and ended badly; of those that were left out none is an end. */
    int[] counts() {
        int pages = 0;
        int over = 0;
        int failed = 0;
        for (int i = 0; i < known; i++) {
            pages += found[i] > 0 ? 1 : 0;
            over += ended[i] > 0 && how[i] != How.LEFT_OUT.ordinal() ? 1 : 0;
            failed += ended[i] > 0 && how[i] == How.FAILED.ordinal() ? 1 : 0;
        }
        return new int[] {pages, over, failed};
    }
}
