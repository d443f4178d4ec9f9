package io.trawl.kernel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.matrix.Row;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A redefinition keeps the variables of other cells where it can, and says where it cannot. */
@Row("D1")
class RedefinitionTest {

    @AutoClose
    private final Notebook notebook = new Notebook();

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
    void aRunningJobStaysWhatItWasWhenTheMethodThatMadeItIsEdited() {
        notebook.run(
                "CompletableFuture<String> start(CountDownLatch gate) { return CompletableFuture.supplyAsync(() -> {"
                        + " try { gate.await(); } catch (InterruptedException e) {} return \"old\"; }, r -> new Thread(r).start()); }");
        notebook.run("var gate = new CountDownLatch(1);\nvar job = start(gate);\nvar same = job;");

        notebook.run("CompletableFuture<String> start(CountDownLatch gate) {"
                + " return CompletableFuture.completedFuture(\"new\"); }");

        assertThat(notebook.last.shown).isEmpty();
        assertThat(notebook.value("job == same && !job.isDone()")).isEqualTo("true");
        assertThat(notebook.value("gate.countDown(); job.join()")).isEqualTo("old");
        assertThat(notebook.value("start(gate).join()")).isEqualTo("new");
    }

    @Test
    void valuesPassThroughAChainOfRedefinitions() {
        notebook.run("interface Shape { double area(); }");
        notebook.run("double unit() { return 1; }\nShape shape = () -> unit() * 2;\nint counter = 0;");
        notebook.run("counter = 5;");
        for (int i = 2; i < 6; i++) {
            notebook.run("double unit() { return " + i + "; }");
            notebook.run("counter++;");
        }

        assertThat(notebook.value("counter")).isEqualTo("9");
        // What the shape closed over is the method as it was; JShell binds by class, and the value was kept.
        assertThat(notebook.value("shape.area()")).isEqualTo("2.0");
        assertThat(notebook.value("unit()")).isEqualTo("5.0");
    }

    @Test
    void aVerbOfTheSessionMayBeReplacedByAMethodOfTheCell() {
        notebook.run("import static java.lang.Math.*;");
        notebook.run("int max(int a, int b) { return -1; }");

        assertThat(notebook.value("max(1, 2)")).isEqualTo("-1");
        assertThat(notebook.value("Math.max(1, 2)")).isEqualTo("2");
    }

    @Test
    void mutuallyDependentDeclarationsStandInOneCell() {
        notebook.run("""
                class Node { Edge first = new Edge(this); int size() { return first.weight() + depth(this); } }
                class Edge { final Node from; Edge(Node from) { this.from = from; } int weight() { return 2; } }
                int depth(Node node) { return node == null ? 0 : limit; }
                int limit = 40;
                new Node().size()
                """);

        assertThat(notebook.last.bundles.get(0).text()).isEqualTo("42");
    }

    @Test
    void anImportChangesNothingElse() {
        notebook.run("record Book(int price) {}\nvar books = List.of(new Book(3));");

        notebook.run("// more\nimport java.util.zip.*;\n\nimport static java.lang.Math.*;");

        assertThat(notebook.last.shown).isEmpty();
        assertThat(notebook.value("max(books.get(0).price(), 2)")).isEqualTo("3");
    }

    @Test
    void aVariableMayChangeItsType() {
        notebook.run("int x = 1;");
        notebook.run("String x = \"one\";");

        assertThat(notebook.value("x")).isEqualTo("one");
    }
}
