package io.trawl.kernel.magic;

import io.trawl.kernel.magic.Workspace.Executed;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** {@code %history}. */
final class HistoryMagic implements Magic {

    private static final int SOME = 20;

    private final Workspace workspace;

    HistoryMagic(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public Manual manual() {
        return Manual.of("""
                %history [-n count] [word]
                Prints the last cells that were run, also by earlier kernels where a history is kept.

                  -n count  how many; default 20
                  word      only cells that hold it""");
    }

    @Override
    public void run(Call call) throws Exception {
        Arguments arguments = Arguments.of(call.arguments(), Set.of(), Set.of("-n"));
        int most = arguments.count("-n").orElse(SOME);
        List<Executed> found = workspace.history(Integer.MAX_VALUE).stream()
                .filter(e -> arguments.words().stream()
                        .allMatch(w -> e.source()
                                .toLowerCase(Locale.ROOT)
                                .contains(w.text().toLowerCase(Locale.ROOT))))
                .toList();
        for (Executed cell : found.subList(Math.max(0, found.size() - most), found.size())) {
            String title = cell.session() + "/" + cell.number() + ": ";
            call.print(title + cell.source().strip().replace("\n", "\n" + " ".repeat(title.length())) + "\n");
        }
    }
}
