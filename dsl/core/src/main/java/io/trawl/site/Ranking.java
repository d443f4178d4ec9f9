package io.trawl.site;

import io.trawl.Links;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Orders links by how well their URL, title and description match words; equals keep their order. */
public final class Ranking {
    private Ranking() {}

    public static List<Links.Link> rank(List<Links.Link> links, String words) {
        Set<String> wanted = words(words);
        return wanted.isEmpty()
                ? links
                : links.stream()
                        .sorted(Comparator.comparingDouble((Links.Link l) -> -score(l, wanted)))
                        .toList();
    }

    /** Whole words count twice what a part of a word does; a title more than a URL, a short URL more than a long one. */
    private static double score(Links.Link link, Set<String> wanted) {
        return 3 * share(link.title(), wanted)
                + 2 * share(link.url().replaceFirst("^https?://[^/]+", ""), wanted)
                + share(link.description(), wanted)
                - link.url().length() / 1e6;
    }

    private static double share(String text, Set<String> wanted) {
        Set<String> there = words(text);
        String all = String.join(" ", there);
        double sum = 0;
        for (String word : wanted) {
            sum += there.contains(word) ? 1 : all.contains(word) ? 0.5 : 0;
        }
        return sum / wanted.size();
    }

    private static Set<String> words(String text) {
        var words = new LinkedHashSet<String>();
        for (String word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }
}
