package io.trawl.engine;

import io.trawl.Document;
import io.trawl.page.PageOptions;
import io.trawl.page.Pages;
import io.trawl.store.JournalReader;
import java.util.LinkedHashMap;
import java.util.Map;

/** Pages read back from a journal; the last 50 are at hand. Thread-safe. */
final class Shelf {
    private static final int AT_HAND = 50;

    private final JournalReader reader;
    private final PageOptions options;
    private final Map<Integer, Document> atHand = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Document> eldest) {
            return size() > AT_HAND;
        }
    };

    Shelf(JournalReader reader, PageOptions options) {
        this.reader = reader;
        this.options = options;
    }

    Document get(int index) {
        synchronized (atHand) {
            Document page = atHand.get(index);
            if (page != null) {
                return page;
            }
        }
        Document page = Pages.parse(reader.body(index), options);
        synchronized (atHand) {
            atHand.put(index, page);
        }
        return page;
    }
}
