package io.trawl.kernel.magic;

import io.trawl.kernel.api.Bundle;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How a magic is written and what it does.
 *
 * @param name the one it is listed by, without {@code %}
 * @param usages as the person writes it, each beginning with {@code %}, {@code %%} or {@code !}
 * @param summary one sentence
 * @param details options and remarks; may be empty
 * @param java whether its arguments or its body are Java
 */
public record Manual(String name, List<String> usages, String summary, String details, boolean java) {

    private static final Pattern OPTION = Pattern.compile("(?m)^ +(--?[a-z][a-z-]*)");

    /** Reads usage lines, then the summary, then details, as a text block holds them. */
    public static Manual of(String text) {
        List<String> lines = text.strip().lines().toList();
        var usages = new ArrayList<String>();
        int at = 0;
        while (at < lines.size() && lines.get(at).matches("[%!?].*")) {
            usages.add(lines.get(at++));
        }
        String name = usages.get(0).startsWith("%")
                ? usages.get(0).split("\\s")[0].replace("%", "")
                : usages.get(0).substring(0, 1);
        String details = String.join("\n", lines.subList(Math.min(at + 1, lines.size()), lines.size()))
                .replaceFirst("^\n+", "");
        return new Manual(name, List.copyOf(usages), lines.get(at), details, false);
    }

    Manual withJava() {
        return new Manual(name, usages, summary, details, true);
    }

    boolean isLine() {
        return usages.stream().anyMatch(u -> !u.startsWith("%%"));
    }

    boolean isCell() {
        return usages.stream().anyMatch(u -> u.startsWith("%%"));
    }

    List<String> options() {
        return OPTION.matcher(usages + "\n" + details)
                .results()
                .map(r -> r.group(1))
                .distinct()
                .toList();
    }

    Bundle page() {
        return Bundle.text(
                String.join("\n", usages) + "\n\n" + summary + (details.isEmpty() ? "" : "\n\n" + details) + "\n");
    }
}
