package io.trawl.kernel.magic;

import io.trawl.kernel.api.Bundle;
import java.util.List;
import java.util.stream.Collectors;

/** {@code %help}, a page beside the notebook, and {@code %lsmagic}, the list in the cell. */
final class HelpMagic implements Magic {

    private static final String INTRODUCTION = """
            Cells are Java: imports, definitions, statements; the value of the last expression is shown.
            Lines that begin with % are for the kernel; %help NAME tells more of one.
            {name} in such a line stands for the value of that variable.

            """;

    private final boolean page;
    private final Magics magics;

    HelpMagic(String name, Magics magics) {
        this.page = name.equals("help");
        this.magics = magics;
    }

    @Override
    public Manual manual() {
        return page ? Manual.of("""
                        %help [name]
                        Shows this list, or the page of one magic.""") : Manual.of("""
                        %lsmagic
                        Prints the list of magics.""");
    }

    @Override
    public void run(Call call) throws Exception {
        if (!page) {
            call.print(list());
            return;
        }
        String name = call.arguments().text().replace("%", "");
        call.page(name.isEmpty() ? Bundle.text(INTRODUCTION + list()) : page(name, call.arguments()));
    }

    private Bundle page(String name, Span where) throws MagicException {
        return magics.find(name)
                .map(m -> m.manual().page())
                .orElseThrow(() -> new MagicException(
                        MagicException.Kind.UNKNOWN, "there is no magic %" + name + "; %lsmagic lists them", where));
    }

    private String list() {
        List<Manual> manuals = magics.all().stream().map(Magic::manual).toList();
        int width = manuals.stream().mapToInt(m -> forms(m).length()).max().orElse(0);
        return manuals.stream()
                .map(m -> String.format("%-" + width + "s  %s\n", forms(m), m.summary()))
                .collect(Collectors.joining());
    }

    /** {@code %time, %%time}. */
    private static String forms(Manual manual) {
        return manual.usages().stream().map(u -> u.split("\\s")[0]).distinct().collect(Collectors.joining(", "));
    }

    @Override
    public List<Choice> complete(String word) {
        return magics.all().stream()
                .map(m -> m.manual().name())
                .filter(n -> n.startsWith(word.replace("%", "")))
                .map(n -> new Choice(n, "magic"))
                .toList();
    }
}
