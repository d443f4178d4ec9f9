package io.trawl.notebook.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TerminalTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private Terminal terminal(int columns) {
        return new Terminal(new PrintStream(bytes, true, StandardCharsets.UTF_8), columns);
    }

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void in_a_log_a_job_is_a_line_per_quarter_and_its_last_frame() {
        var terminal = terminal(0);
        terminal.cell(1, 2, "\n// a comment\njob");
        terminal.shown("id", "Crawl   RUNNING   0 / 200");
        for (int i = 1; i <= 200; i++) {
            terminal.updated("id", "Crawl   RUNNING   " + i + " / 200\n  latest");
        }
        terminal.updated("id", "Crawl   DONE   200 ok\n  more");
        terminal.cellDone();

        assertThat(printed()).isEqualTo("""
                        [1/2] job
                            Crawl   RUNNING   50 / 200
                            Crawl   RUNNING   100 / 200
                            Crawl   RUNNING   150 / 200
                            Crawl   DONE   200 ok
                              more
                        """);
    }

    @Test
    void on_a_terminal_it_is_one_line_rewritten_in_place() {
        var terminal = terminal(20);
        terminal.shown("id", "Crawl 0 / 9");
        terminal.updated("id", "Crawl 1 / 9 and a tail that is too long");
        terminal.updated("id", "Crawl 2 / 9");
        terminal.stream("printed\n");
        terminal.cellDone();

        String up = "\u001B[1A\u001B[0J";
        assertThat(printed())
                .isEqualTo("\u001B[2K    Crawl 1 / 9 an…\n" + up + "\u001B[2K    Crawl 2 / 9\n" + up
                        + "    printed\n\u001B[2K    Crawl 2 / 9\n" + up + "    Crawl 2 / 9\n");
    }

    @Test
    void what_was_scraped_cannot_steer_the_terminal() {
        var terminal = terminal(80);
        terminal.stream("\u001B[31mred\u001B[0m \u001B]0;title\u0007 \u001B[2J \u009b1m \u202e rtl\r\u0008\n");
        terminal.cellDone();

        assertThat(printed().replace("\u001B[31m", "").replace("\u001B[0m", ""))
                .doesNotContain("\u001B", "\u0007", "\u009b", "\u202e", "\r", "\u0008");
        assertThat(printed()).contains("\u001B[31mred\u001B[0m");
    }

    @Test
    void a_log_has_no_colours() {
        var terminal = terminal(0);
        terminal.stream("\u001B[31mred\u001B[0m");
        terminal.cellDone();

        assertThat(printed()).isEqualTo("    red\n");
    }

    @Test
    void the_update_of_an_earlier_cell_is_not_shown_here() {
        var terminal = terminal(80);
        terminal.shown("id", "Crawl 1 / 9");
        terminal.cellDone();
        int before = printed().length();
        terminal.updated("id", "Crawl 2 / 9");
        terminal.cellDone();

        assertThat(printed()).hasSize(before);
    }
}
