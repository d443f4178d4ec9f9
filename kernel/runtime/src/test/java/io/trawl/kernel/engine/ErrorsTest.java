package io.trawl.kernel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.matrix.Row;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** An error says what went wrong, in the user's words and lines, and nothing of the kernel's. */
@Row("D1")
class ErrorsTest {

    @AutoClose
    private static final Notebook notebook = new Notebook();

    @Test
    void theLinesOfTheCellsAreMarkedInnermostFirstAndCausesKept() {
        int number = notebook.run("1").count() + 1;
        String error = notebook.error("""
                int price(String text) {
                    try {
                        return Integer.parseInt(text);
                    } catch (NumberFormatException e) {
                        throw new IllegalStateException("no price on /book/17", e);
                    }
                }
                int other = 1;

                other = price("N/A");""");

        assertThat(error.lines().toList())
                .containsExactly(
                        "IllegalStateException: no price on /book/17",
                        "  cell " + number
                                + ", line 5:   throw new IllegalStateException(\"no price on /book/17\", e);",
                        " ".repeat(19 + String.valueOf(number).length()) + "^".repeat(59),
                        "  cell " + number + ", line 10:   other = price(\"N/A\");",
                        " ".repeat(28 + String.valueOf(number).length()) + "^^^^^",
                        "  caused by NumberFormatException: For input string: \"N/A\"",
                        "  cell " + number + ", line 3:   return Integer.parseInt(text);",
                        " ".repeat(34 + String.valueOf(number).length()) + "^^^^^^^^",
                        "▸ 3 more frames");
    }

    @Test
    void aMisspeltNameIsMarkedAloneAndTheNearestKnownOneOffered() {
        assertThat(notebook.error("\"text\".toUperCase().length()")).contains("; did you mean toUpperCase?");
        assertThat(notebook.error("var text = \"a\"; text.lenght();"))
                .endsWith("                      ^^^^^^")
                .contains("; did you mean length?");
        assertThat(notebook.error("int offers = 3; ofers + 1")).contains("; did you mean offers?");
        assertThat(notebook.error("int price(String s) { return 1; }\nprcie(\"1\")"))
                .contains("did you mean price?");
        assertThat(notebook.error("Sting s = null;")).contains("did you mean String?");
        assertThat(notebook.error("\"text\".somethingElse()")).doesNotContain("did you mean");
    }

    @Test
    void aMemberOfWhatTheValueHoldsIsSaidToBeThere() {
        notebook.run("record Book(String title) {}\nvar held = List.of(new Book(\"Sea\"));");
        assertThat(notebook.error("held.title()")).contains("; title is of the Book that the List holds");
        assertThat(notebook.error("Stream.of(Optional.of(new Book(\"x\"))).map(b -> b.title()).toList()"))
                .contains("; title is of the Book that the Optional holds");
        assertThat(notebook.error("held.price()")).doesNotContain(" that the ");
    }

    @Test
    void aCallWithOtherArgumentsIsSaidInOneLine() {
        notebook.run("int pages(int count, java.time.Duration per) { return count; }\nrecord Pair(String a, int b) {}");
        assertThat(notebook.error("pages(5)")).contains("pages(int, Duration) cannot be called with (int)\n");
        assertThat(notebook.error("new Pair()")).contains("Pair(String, int) cannot be called with ()\n");
        assertThat(notebook.error("List.of(1).get()")).contains("get(int) cannot be called with ()\n");
    }

    @Test
    void oneErrorIsSaidOnceAndOfSeveralEachBelowItsLine() {
        assertThat(notebook.error("int number = \"one\";"))
                .startsWith(
                        "Does not compile: incompatible types: java.lang.String cannot be converted to int\n  cell ")
                .containsOnlyOnce("incompatible types");
        assertThat(notebook.error("void both() {\n  int a = \"x\";\n  boolean b = 3;\n}")
                        .lines()
                        .toList())
                .hasSize(7)
                .startsWith("Does not compile");
    }

    @Test
    void aFailureThatIsThrownAgainWhereItIsAwaitedIsSaidOnce() {
        String error = notebook.error("""
                var elsewhere = new IllegalStateException("no price");
                elsewhere.setStackTrace(new StackTraceElement[0]);
                throw new IllegalStateException("no price", elsewhere);""");

        assertThat(error).startsWith("IllegalStateException: no price").doesNotContain("caused by");
    }

    @Test
    void anExceptionOfTheCellIsNamedAsTheCellNamesIt() {
        ExecuteResult result = notebook.run("class Mine extends RuntimeException {}\nthrow new Mine();");

        assertThat(result.error().orElseThrow().name()).isEqualTo("Mine");
        assertThat(result.error().orElseThrow().plainText()).startsWith("Mine\n  cell ");
    }

    @Test
    void aLineOfAnEarlierCellIsGivenWithThatCellsNumber() {
        int defined = notebook.run("int half(int n) {\n  return 1 / n;\n}").count();

        assertThat(notebook.error("half(0)")).contains("cell " + defined + ", line 2:   return 1 / n;");
    }

    @Test
    void aCompileErrorUnderlinesTheSpanAndNamesTheLineOfTheCell() {
        ExecuteResult result = notebook.run("int fine = 1;\n\nString s = fine + missing;");
        ErrorReport error = result.error().orElseThrow();

        assertThat(error.name()).isEqualTo(ErrorReport.COMPILATION);
        assertThat(error.message()).isEqualTo("line 3: cannot find symbol: variable missing");
        String[] lines = error.plainText().split("\n");
        assertThat(lines[1]).endsWith(", line 3:   String s = fine + missing;");
        assertThat(lines[2].indexOf('^')).isEqualTo(lines[1].indexOf("missing"));
        assertThat(lines[2].strip()).isEqualTo("^^^^^^^");
        assertThat(notebook.value("fine")).as("what stood before was done").isEqualTo("1");
    }

    @Test
    void everyDiagnosticOfTheStatementIsShown() {
        assertThat(notebook.error("void two() {\n  int a = \"x\";\n  boolean b = 3;\n}"))
                .contains("line 2:   int a = \"x\";")
                .contains("line 3:   boolean b = 3;");
    }

    @Test
    void aMissingSemicolonBetweenLinesIsSaidAsThat() {
        for (String code : new String[] {
            "1 + 1\n2 + 2", "System.out.println(1)\nSystem.out.println(2)", "int m = 1 // one\nint n = 2",
        }) {
            assertThat(notebook.error(code))
                    .as(code)
                    .contains("line 1")
                    .contains("a ';' is missing at the end of this line");
        }
        notebook.run("int left = 1; int right = 2;");
        assertThat(notebook.error("left\nright")).contains("a ';' is missing at the end of this line");
        assertThat(notebook.value("right")).as("and nothing was declared").isEqualTo("2");
    }

    @Test
    void whatIsNeverClosedIsNamedWithItsLine() {
        assertThat(notebook.error("var text = \"(\";\nList.of(1,\n  2"))
                .contains("line 2")
                .contains("'(' is never closed");
        assertThat(notebook.error("if (true) {\n // }\n")).contains("line 1").contains("'{' is never closed");
        assertThat(notebook.value("40 + 2")).isEqualTo("42");
    }

    @Test
    void manyFramesOfOneLineAreCounted() {
        assertThat(notebook.error("int deep(int n) { return deep(n + 1); }\ndeep(0)"))
                .startsWith("StackOverflowError")
                .containsPattern("the same line 1\\d{3} more times");
    }

    @Test
    void codeThatUsesWhatDoesNotExistSaysSo() {
        notebook.run("void useless() { nothing(); }");
        assertThat(notebook.last.shown)
                .anySatisfy(s -> assertThat(s).contains("useless").contains("method nothing()"));

        assertThat(notebook.error("useless()"))
                .startsWith("UnresolvedReferenceException")
                .contains("useless()");
        assertThat(notebook.error("Nowhere x;")).contains("cannot find class Nowhere");
    }

    @Test
    void anUnknownCommandIsToldApartFromJava() {
        assertThat(notebook.error("%nope x")).contains("%nope x").contains("%help");
    }
}
