package io.trawl.notebook.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.kernel.api.Escape;
import io.trawl.matrix.Row;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

@Row("D2")
class TerminalTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private Instant now = Instant.parse("2026-11-21T12:00:00Z");

    private Terminal terminal(int columns) {
        return terminal(columns, true);
    }

    private Terminal terminal(int columns, boolean colours) {
        return new Terminal(new PrintStream(bytes, true, StandardCharsets.UTF_8), columns, colours, () -> now);
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

    /** A crawl does not know its total, and a slow job takes an hour for a quarter. */
    @Test
    void in_a_log_a_job_that_takes_long_is_a_line_a_minute() {
        var terminal = terminal(0);
        terminal.shown("id", "Crawl   RUNNING   0");
        for (int second = 1; second <= 150; second++) {
            now = now.plusSeconds(1);
            terminal.updated("id", "Crawl   RUNNING   " + second);
        }

        assertThat(printed()).isEqualTo("    Crawl   RUNNING   60\n    Crawl   RUNNING   120\n");
    }

    @Test
    void where_the_terminal_is_narrow_the_state_and_the_count_are_still_there() {
        String line =
                "Crawl docs.example   RUNNING   ████████████░░░░░░░░  118 / 200   3 failed   11.4/s   0:07 left   0:10";
        assertThat(live(120, line)).isEqualTo("    " + line);
        assertThat(live(80, line)).isEqualTo("Crawl docs.example RUNNING 118 / 200 3 failed 11.4/s 0:07 left 0:10");
        assertThat(live(60, line)).isEqualTo("Crawl docs.exa… RUNNING 118 / 200 3 failed 11.4/s 0:07 left");
        assertThat(live(40, line)).isEqualTo("Crawl docs.… RUNNING 118 / 200 3 failed");
        assertThat(live(20, line)).isEqualTo("… RUNNING 118 / 200");
        assertThat(live(12, line)).isEqualTo("RUNNING 11…");
        for (int columns = 3; columns < 120; columns++) {
            assertThat(Escape.width(live(columns, line))).isLessThan(columns);
            assertThat(Escape.width(live(columns, line.replace("docs", "三体三体"))))
                    .isLessThan(columns);
        }
    }

    private String live(int columns, String line) {
        bytes.reset();
        var terminal = terminal(columns);
        terminal.shown("id", line);
        terminal.updated("id", line);
        return printed().substring("\u001B[2K".length()).stripTrailing();
    }

    @Test
    void where_no_colours_are_wanted_there_are_none_and_the_line_is_still_rewritten_in_place() {
        var terminal = terminal(80, false);
        terminal.cell(1, 1, "job");
        terminal.shown("id", "Crawl 1 / 9");
        terminal.updated("id", "Crawl 2 / 9");
        terminal.stream("\u001B[31mred\u001B[0m\n");
        terminal.cellDone();

        assertThat(printed()).startsWith("[1/1] job\n").contains("    red\n", "\u001B[1A\u001B[0J");
        assertThat(printed()).doesNotContainPattern("\u001B\\[[0-9;]*m");
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

    /** Whatever a page is called: a line that a job shows neither steers the terminal nor leaves its line. */
    @Test
    void random_hostile_lines_stay_one_line_without_escapes() {
        var random = new Random(7);
        List<String> pieces = List.of(
                "\u001B[2J",
                "\u001B]8;;http://evil.example\u0007",
                "\u009b5m",
                "\u0008",
                "\u202e",
                "三体",
                "e\u0301",
                "\uD83D\uDE00",
                "\0",
                "\u0085",
                "5 / 9",
                "plain words ");
        for (int i = 0; i < 500; i++) {
            bytes.reset();
            var terminal = terminal(30);
            var text = new StringBuilder();
            for (int n = random.nextInt(20); n >= 0; n--) {
                text.append(pieces.get(random.nextInt(pieces.size())));
            }
            terminal.shown("id", text.toString());
            terminal.updated("id", text.toString());

            String line = printed();
            assertThat(line).startsWith("\u001B[2K").endsWith("\n");
            String shown = line.substring("\u001B[2K".length(), line.length() - 1);
            assertThat(shown.codePoints().filter(c -> Character.isISOControl(c) || c == 0x202e))
                    .isEmpty();
            assertThat(Escape.width(shown)).as(shown).isLessThan(30);
        }
    }

    @Test
    void of_many_jobs_the_first_ten_have_a_line() {
        var terminal = terminal(80);
        for (int i = 0; i < 15; i++) {
            terminal.shown("id" + i, "Crawl " + i);
            terminal.updated("id" + i, "Crawl " + i + "   1 / 9");
        }

        assertThat(printed()).endsWith("Crawl 9   1 / 9\n\u001B[2K    … 5 more\n");
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
