package io.trawl.kernel.magic;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.matrix.Row;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a cell's magics are, and where Java's own signs stay Java. */
@Row("D5")
class SplitterTest {

    private static final Set<String> MAGICS = Set.of("time", "who", "maven", "html", "load", "!");
    private static final Set<String> DEFINED = Set.of("flag", "size");

    private static List<String> split(String code) {
        return Splitter.split(code, MAGICS::contains, DEFINED::contains).stream()
                .map(SplitterTest::text)
                .toList();
    }

    private static String text(Part part) {
        return part instanceof Part.Command c
                ? c.name() + "(" + c.arguments().text() + ")"
                        + c.body().map(b -> "[" + b.text() + "]").orElse("")
                : ((Part.Java) part).code().text().strip();
    }

    @Test
    void magicsStandOnLinesOfTheirOwnBetweenStatements() {
        assertThat(split("%maven a:b:1\nint x = 1;\n  %time x + 1\nx\n"))
                .containsExactly("maven(a:b:1)", "int x = 1;", "time(x + 1)", "x");
    }

    @Test
    void everyPartKnowsWhereItStands() {
        String code = "int x = 1; // é😀\n%time x\nx++;\n";

        for (Part part : Splitter.split(code, MAGICS::contains, DEFINED::contains)) {
            Span span = part instanceof Part.Command c ? c.arguments() : ((Part.Java) part).code();
            assertThat(code.substring(span.offset(), span.end())).isEqualTo(span.text());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "int y = x\n    % 3;",
                "int y = size\n%size;",
                "int y = flag\n%\nsize;",
                "String s = \"\"\"\n%time x\n\"\"\";",
                "String s = \"\"\"\n\\\"\"\"\n%time x\n\"\"\";",
                "/*\n%time x\n*/ int y;",
                "// a\n/* %%html */ int y;",
                "void f() {\n%time x\n}",
                "f(1,\n%time\n)",
                "int who = 7;\nint y = 5\n%who;",
                "!flag",
                "!true",
                "!list.isEmpty()",
                "!(a && b)",
                "! flag",
                "!done;",
                "!\"a\".equals(b)",
                "!names[0]",
                "boolean b = x\n&& y;\n",
                "cond ? 1 : 2",
                "a ?\n b : c",
            })
    void javaStaysJava(String code) {
        assertThat(split(code)).containsExactly(code.strip());
    }

    @Test
    void afterAMissingSemicolonTheSignIsAMagicOnlyWhereJavaCouldNotMeanIt() {
        assertThat(split("x + 1\n%who")).containsExactly("x + 1", "who()");
        assertThat(split("x + 1\n%size")).containsExactly("x + 1\n%size");
        assertThat(split("x + 1\n%unknown")).containsExactly("x + 1\n%unknown");
        assertThat(split("x + 1;\n%unknown")).containsExactly("x + 1;", "unknown()");
    }

    @Test
    void aCellMagicTakesTheRestOfTheCell() {
        assertThat(split("%%html a b\n<p>%time</p>\n%who\n")).containsExactly("html(a b)[<p>%time</p>\n%who\n]");
        assertThat(split("// row:D5\n\n%%html\nx")).containsExactly("html()[x]");
        assertThat(split("%%html")).containsExactly("html()[]");
        assertThat(split("int x;\n%%html\nx")).containsExactly("int x;", "%html()", "x");
    }

    @Test
    void anExclamationMarkRunsWhatIsNotJava() {
        assertThat(split("!ls -la")).containsExactly("!(ls -la)");
        assertThat(split("int x = 1;\n!./run.sh\nx")).containsExactly("int x = 1;", "!(./run.sh)", "x");
        assertThat(split("!git status | head")).containsExactly("!(git status | head)");
    }

    @Test
    void aQuestionIsAllOfItsCell() {
        assertThat(split("String?")).containsExactly("?(String)");
        assertThat(split("?%time")).containsExactly("?(%time)");
        assertThat(split("Math.abs??")).containsExactly("?(Math.abs)");
    }
}
