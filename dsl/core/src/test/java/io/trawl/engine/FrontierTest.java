package io.trawl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.matrix.Row;
import io.trawl.store.Found;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In which order waiting pages are taken, and that none is lost on its way over the disk. */
@Row("B11")
class FrontierTest {
    @TempDir
    static Path folder;

    private final Frontier frontier = new Frontier(folder);

    @AfterEach
    void close() {
        frontier.close();
    }

    private void add(int index, String url, int depth) {
        frontier.add(new Found(index, url, depth));
    }

    private List<Integer> takeAll() {
        var order = new ArrayList<Integer>();
        for (Found page = frontier.take(); page != null; page = frontier.take()) {
            order.add(page.index());
        }
        return order;
    }

    @Test
    void nearestFirstThenThePreferredThenTheHostsInTurn() {
        add(0, "http://a.example/deep", 2);
        add(1, "http://a.example/1", 1);
        add(2, "http://a.example/2", 1);
        add(3, "http://A.example/3", 1);
        add(4, "http://b.example/1", 1);
        add(5, "http://c.example/1", 1);
        frontier.add(new Found(6, "http://c.example/first", 1, true));
        assertThat(takeAll()).containsExactly(6, 1, 4, 5, 2, 3, 0);
    }

    @Test
    void aBusyHostIsPassedOverUntilItHasRoom() {
        var busy = new ArrayList<Found>();
        for (int i = 0; i < Frontier.PER_HOST + 1; i++) {
            add(i, "http://slow.example/" + i, 0);
        }
        for (int i = 0; i < Frontier.PER_HOST; i++) {
            busy.add(frontier.take());
        }
        assertThat(frontier.take()).isNull();
        add(7_777, "http://other.example/", 5);
        assertThat(frontier.take()).isEqualTo(new Found(7_777, "http://other.example/", 5));
        frontier.ended(busy.get(0));
        assertThat(frontier.take())
                .isEqualTo(new Found(Frontier.PER_HOST, "http://slow.example/" + Frontier.PER_HOST, 0));
        assertThat(frontier.waiting()).isZero();
    }

    @Test
    void whatIsTooMuchForTheHeapComesBackFromTheDiskInOrder() throws IOException {
        int hosts = 3_000;
        int pages = 200_000;
        for (int i = 0; i < pages; i++) {
            // A third of all on one host, the rest spread over many.
            add(i, "http://" + (i % 3 == 0 ? "big" : "h" + i % hosts) + ".example/ä/" + i, i * 3 / pages);
        }
        assertThat(frontier.waiting()).isEqualTo(pages);
        var taken = new BitSet();
        int depth = 0;
        for (Found page = frontier.take(); page != null; page = frontier.take()) {
            assertThat(taken.get(page.index())).isFalse();
            assertThat(page.url()).endsWith("/ä/" + page.index());
            assertThat(page.depth()).isGreaterThanOrEqualTo(depth);
            depth = page.depth();
            taken.set(page.index());
            frontier.ended(page);
        }
        assertThat(taken.cardinality()).isEqualTo(pages);
        try (var files = Files.list(folder)) {
            assertThat(files.filter(f -> !f.toString().endsWith(".scratch"))).isEmpty();
        }
    }

    @Test
    void whatIsDroppedIsEverythingOnce() {
        for (int i = 0; i < 2_500; i++) {
            add(i, "http://a.example/" + i, 0);
        }
        for (int i = 0; i < 1_000; i++) {
            frontier.take();
        }
        assertThat(frontier.take()).isNull();
        int dropped = 0;
        while (frontier.drop() != null) {
            dropped++;
        }
        assertThat(dropped).isEqualTo(1_500);
    }
}
