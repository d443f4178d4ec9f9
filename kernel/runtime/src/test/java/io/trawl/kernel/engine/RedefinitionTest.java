package io.trawl.kernel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.matrix.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A redefinition keeps the variables of other cells where it can, and says where it cannot. */
@Row("D1")
class RedefinitionTest {

    private final Notebook notebook = new Notebook();

    @AfterEach
    void stop() {
        notebook.close();
    }

    @Test
    void aVariableWhoseInitialiserUsesAReplacedMethodKeepsItsValue() {
        notebook.run("int make() { return 1; }\nvar made = make() + 10;\nvar list = new ArrayList<>(List.of(make()));");
        notebook.run("made = 99; list.add(7);");

        notebook.run("int make() { return 2; }");

        assertThat(notebook.last.shown).isEmpty();
        assertThat(notebook.value("made")).isEqualTo("99");
        assertThat(notebook.value("list")).isEqualTo("[1, 7]");
    }

    @Test
    void whatAReplacedTypeBreaksIsSaidInTheCellThatReplacesIt() {
        notebook.run("record Book(int price) {}\nvar first = new Book(3);\nint cheap() { return first.price(); }");

        notebook.run("record Book(String title) {}");

        assertThat(String.join("", notebook.last.shown))
                .startsWith("stderr:record Book was replaced")
                .contains("variable first no longer compiles and lost its value")
                .contains("method cheap() no longer compiles");

        notebook.run("class Shelf {}\nShelf shelf = new Shelf();");
        notebook.run("class Shelf { int books; }");

        assertThat(notebook.last.shown)
                .containsExactly(
                        "stderr:class Shelf was replaced: variable shelf was reset, its value is of the old type\n");
        assertThat(notebook.value("shelf == null")).isEqualTo("true");
    }

    @Test
    void aVariableMayChangeItsType() {
        notebook.run("int x = 1;");
        notebook.run("String x = \"one\";");

        assertThat(notebook.value("x")).isEqualTo("one");
    }
}
