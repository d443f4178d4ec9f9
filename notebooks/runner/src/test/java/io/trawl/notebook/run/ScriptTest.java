package io.trawl.notebook.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScriptTest {

    private static List<String> cells(String name, String text) {
        return Script.read(name, text).cells().stream()
                .map(c -> c.type() + ": " + c.source())
                .toList();
    }

    @Test
    void without_marks_a_script_is_one_cell() {
        assertThat(cells("a.jsh", "#!/usr/bin/env trawl\nint x = 1;\n\nx\n/exit\nnot read"))
                .containsExactly("code: int x = 1;\n\nx");
    }

    @Test
    void marks_make_cells_and_prose() {
        assertThat(cells(
                        "a.jsh",
                        "// %% [markdown]\n// # Title\n//\n// text\n// %%\nint x = 1;\n// %% named\nx // %% not one"))
                .containsExactly("markdown: # Title\n\ntext", "code: int x = 1;", "code: x // %% not one");
    }

    @Test
    void a_comment_at_the_start_of_a_line_is_no_command() {
        assertThat(cells("a.jsh", "/* a */\n// b\n1")).containsExactly("code: /* a */\n// b\n1");
    }

    @Test
    void the_class_of_the_file_name_has_the_main_that_is_called() {
        assertThat(cells("A.java", "package p;\nclass B {}\nclass A { public static void main(String[] a) {} }"))
                .last()
                .isEqualTo("code: A.main(new String[0]);");
        assertThat(cells("x.java", "record Only(int n) {\n  public static void main(final String... a) {} }"))
                .last()
                .isEqualTo("code: Only.main(new String[0]);");
        assertThat(cells("x.java", "int x = 1;")).hasSize(1);
    }
}
