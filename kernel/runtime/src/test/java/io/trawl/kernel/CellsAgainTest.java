package io.trawl.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.kernel.KernelClient.Answer;
import io.trawl.matrix.Row;
import org.junit.jupiter.api.Test;

/** A library is told of a cell before it runs, and knows it again when it is run again. */
@Row("D2")
class CellsAgainTest {

    @Test
    void whatALibraryShowsBeforeACellComesFirstAndTheCellIsTheSameEachTime() {
        try (var kernel = KernelClient.start()) {
            kernel.execute("""
                    import io.trawl.kernel.api.*;
                    Kernel.current().beforeCell(cell -> {
                        if (!cell.id().isEmpty()) cell.display(Bundle.text("again " + cell.id()));
                    });
                    """);

            for (int i = 0; i < 2; i++) {
                Answer cell = kernel.executeCell("abc", "System.out.println(\"its own\")");
                var shown = cell.published().stream()
                        .filter(m -> m.type().equals("display_data") || m.type().equals("stream"))
                        .map(m -> m.type().equals("stream")
                                ? m.content().get("text")
                                : m.map("data").get("text/plain"))
                        .toList();
                assertThat(shown).containsExactly("again abc", "its own\n");
            }
            assertThat(kernel.execute("1 + 1").of("display_data")).isEmpty();
        }
    }
}
