package io.trawl.mock;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One text in so many versions, {@code /story/1} to {@code /story/n}, and their list at {@code /story}. Version 1 is the
 * text; of each other one so many words are different, chosen by the seed.
 */
record NearDuplicates(String base, int pages, int words, int different, long seed) implements Area {
    private static final int VOCABULARY = 5_000;

    @Override
    public @Nullable Reply answer(Asked asked) {
        String path = asked.path();
        if (path.equals(base) || path.equals(base + "/")) {
            return Reply.html(
                    200,
                    "Versions",
                    IntStream.rangeClosed(1, pages)
                            .mapToObj(i -> Layout.link(base + "/" + i, "Version " + i) + "\n")
                            .collect(Collectors.joining()));
        }
        String version = path.startsWith(base + "/") ? path.substring(base.length() + 1) : "";
        if (!version.matches("[1-9][0-9]{0,8}") || Integer.parseInt(version) > pages) {
            return null;
        }
        return Reply.html(200, "A story", "<p>" + text(Integer.parseInt(version)) + "</p>\n");
    }

    private String text(int version) {
        var dice = new Dice(seed, base, 0);
        var text = new ArrayList<String>();
        for (int i = 0; i < words; i++) {
            text.add("word" + dice.between(1, VOCABULARY));
        }
        var positions = new Dice(seed, base, version)
                .shuffled(IntStream.range(0, words).boxed().toList());
        for (int i = 0; i < different && version > 1; i++) {
            text.set(positions.next(), "other" + version + "x" + i);
        }
        return String.join(" ", text);
    }

    @Override
    public List<String> paths() {
        return IntStream.rangeClosed(0, pages)
                .mapToObj(i -> i == 0 ? base : base + "/" + i)
                .toList();
    }
}
