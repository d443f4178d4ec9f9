package io.trawl.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.Duplicates;
import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Which texts count as the same, and which as almost the same. */
class ContentIndexTest {
    private static String text(long seed, int words) {
        var random = new Random(seed);
        var text = new StringBuilder();
        for (int i = 0; i < words; i++) {
            text.append("word").append(random.nextInt(5_000)).append(' ');
        }
        return text.toString();
    }

    private static ContentIndex.Print print(String text) {
        return ContentIndex.Print.of(text);
    }

    @Test
    void theSameWordsAreTheSameTextWhateverStandsBetweenThem() {
        var index = new ContentIndex(Duplicates.EXACT);
        assertThat(index.add(print("Hello, *World*! 42"), "u1")).isNull();
        assertThat(index.add(print("hello  world\n42"), "u2")).isEqualTo(new ContentIndex.Twin("u1", true, 0));
        assertThat(index.add(print("hello world 43"), "u3")).isNull();
        assertThat(index.add(print("world hello 42"), "u4")).isNull();
        assertThat(index.add(print("helloworld 42"), "u5")).isNull();
    }

    @Test
    void aPageWithoutAWordIsNoTwin() {
        var index = new ContentIndex(Duplicates.NEAR);
        assertThat(index.add(print(""), "u1")).isNull();
        assertThat(index.add(print(" – "), "u2")).isNull();
    }

    @Test
    void aChangedDateIsAlmostTheSameAndOnlyNearFindsIt() {
        String page = text(7, 800);
        var exact = new ContentIndex(Duplicates.EXACT);
        var near = new ContentIndex(Duplicates.NEAR);
        assertThat(near.add(print(page + "printed on 2026-01-01"), "u1")).isNull();
        assertThat(exact.add(print(page + "printed on 2026-01-01"), "u1")).isNull();
        assertThat(exact.add(print(page + "printed on 2026-02-03"), "u2")).isNull();
        var twin = near.add(print(page + "printed on 2026-02-03"), "u2");
        assertThat(twin).isNotNull();
        assertThat(twin.exact()).isFalse();
        assertThat(twin.bits()).isBetween(0, ContentIndex.NEAR);
        assertThat(twin.shown()).contains("almost the same text as u1");
    }

    @Test
    void mostSmallChangesAreFoundAndNoOtherTextIs() {
        var index = new ContentIndex(Duplicates.NEAR);
        var pages = new ArrayList<String>();
        for (int i = 0; i < 2_000; i++) {
            pages.add(text(i, 400));
            assertThat(index.add(print(pages.get(i)), "u" + i)).as("text %s", i).isNull();
        }
        int found = 0;
        for (int i = 0; i < pages.size(); i++) {
            var twin = index.add(print(pages.get(i).replaceFirst("word\\d+", "changed")), "v" + i);
            found += twin != null && twin.url().equals("u" + i) ? 1 : 0;
        }
        assertThat(found)
                .as("one word of 400 changed; SimHash is a wager, and finds about 78 of 100")
                .isGreaterThan(1_400);
    }

    @Test
    void shortTextsAreComparedWordForWord() {
        var index = new ContentIndex(Duplicates.NEAR);
        assertThat(index.add(print("Order number 1 is on its way"), "u1")).isNull();
        assertThat(index.add(print("Order number 2 is on its way"), "u2")).isNull();
        assertThat(index.add(print("order number 2 is on its way"), "u3")).isNotNull();
    }

    @Test
    void theLookupByBandsMissesNothingThatIsNear() {
        var random = new Random(3);
        for (int round = 0; round < 300; round++) {
            var index = new ContentIndex(Duplicates.NEAR);
            long bits = random.nextLong();
            long other = bits;
            int flips = 1 + random.nextInt(5);
            for (int i = 0; i < flips; i++) {
                other ^= 1L << random.nextInt(64);
            }
            index.add(new ContentIndex.Print(1, 1, bits, 100), "u1");
            var twin = index.add(new ContentIndex.Print(2, 2, other, 100), "u2");
            assertThat(twin != null).isEqualTo(Long.bitCount(bits ^ other) <= ContentIndex.NEAR);
        }
    }
}
