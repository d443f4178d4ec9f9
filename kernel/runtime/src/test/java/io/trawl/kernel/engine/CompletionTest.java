package io.trawl.kernel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.kernel.engine.Completions.Item;
import io.trawl.matrix.Row;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Completion in the engine: the mark {@code |} is the cursor. */
@Row({"D1", "D5"})
class CompletionTest {

    @AutoClose
    private static final Notebook notebook = new Notebook();

    @BeforeAll
    static void declarations() {
        notebook.run("int answer = 42; var names = new ArrayList<String>();");
        notebook.run("record Book(String title, int year) {}\nString greet(String who) { return who; }");
    }

    private static Completions at(String marked) {
        String before = marked.substring(0, marked.indexOf('|'));
        return notebook.engine.complete(marked.replace("|", ""), before.codePointCount(0, before.length()));
    }

    private static Stream<String> texts(String marked) {
        return at(marked).items().stream().map(Item::text);
    }

    private static Item item(String marked, String text) {
        return at(marked).items().stream()
                .filter(i -> i.text().equals(text))
                .findFirst()
                .orElseThrow(() ->
                        new AssertionError(text + " is not in " + texts(marked).toList()));
    }

    /** What stands in the cell once an item was taken. */
    private static String taken(String marked, String text) {
        Completions found = at(marked);
        assertThat(found.items()).extracting(Item::text).contains(text);
        String code = marked.replace("|", "");
        return code.substring(0, CodePoints.toIndex(code, found.start()))
                + text
                + code.substring(CodePoints.toIndex(code, found.end()));
    }

    @Test
    void eachItemSaysWhatItIsAndItsSignature() {
        assertThat(item("\"abc\".substr|", "substring(").kind()).isEqualTo("method");
        assertThat(item("\"abc\".substr|", "substring(").signature())
                .startsWith("String substring(int")
                .endsWith("+1");
        assertThat(item("\"abc\".isBl|", "isBlank()").signature()).isEqualTo("boolean isBlank()");
        assertThat(item("Integer.MAX|", "MAX_VALUE")).isEqualTo(new Item("MAX_VALUE", "field", "int MAX_VALUE"));
        assertThat(item("answ|", "answer")).isEqualTo(new Item("answer", "variable", "int answer"));
        assertThat(item("gre|", "greet(")).isEqualTo(new Item("greet(", "method", "String greet(String)"));
        assertThat(item("Boo|", "Book").kind()).isEqualTo("class");
        assertThat(item("ArrayLi|", "ArrayList").kind()).isEqualTo("class");
        assertThat(item("whi|", "while").kind()).isEqualTo("keyword");
    }

    @Test
    void typeArgumentsAreFilledIn() {
        assertThat(item("names.ge|", "get(").signature()).startsWith("String get(int");
        assertThat(item("Map.of(1, \"a\").entryS|", "entrySet()").signature())
                .isEqualTo("Set<Map.Entry<Integer, String>> entrySet()");
    }

    @Test
    void parametersOfLambdasAreKnown() {
        assertThat(texts("names.stream().map(name -> name.toUp|")).contains("toUpperCase(");
        assertThat(texts("names.stream().map(name -> name.toUp|)")).contains("toUpperCase(");
        assertThat(texts("names.forEach(name -> { var n = name.trim(); n.isBl|"))
                .contains("isBlank()");
        assertThat(texts("names.stream().filter(s -> s.length() > 2).map(String::length).map(n -> n.doubleV|"))
                .contains("doubleValue()");
    }

    @Test
    void whatStandsBeforeInTheCellIsKnown() {
        assertThat(texts("record Point(int x) {}\nvar p = new Point(1);\nfor (int i = 0; i < 3; i++) {\n  p.|\n}"))
                .contains("x()");
        assertThat(texts("int twice(int n) { return 2 * n; }\ntwi|")).contains("twice(");
        assertThat(texts("import java.util.concurrent.atomic.*;\nvar a = new AtomicInteger();\na.incr|"))
                .contains("incrementAndGet()");
        assertThat(texts("class Shop { int stock; int left() { return st| } }")).contains("stock");
        assertThat(texts("try {\n  names.add(\"x\");\n} catch (IllegalStateException e) {\n  e.getM|"))
                .contains("getMessage()");
    }

    @Test
    void anErrorAboveDoesNotMatter() {
        assertThat(texts("int wrong = \"text\";\nundefined.call();\n\"abc\".isBl|"))
                .contains("isBlank()");
        assertThat(texts("int wrong = \"text\";\nvar list = List.of(1);\nlist.siz|"))
                .contains("size()");
    }

    @Test
    void theWholeIdentifierAroundTheCursorIsReplaced() {
        assertThat(taken("Math.ab|s(1)", "abs")).isEqualTo("Math.abs(1)");
        assertThat(taken("var x = ans|wer + 1;", "answer")).isEqualTo("var x = answer + 1;");
        assertThat(taken("names.stre|\n    .count()", "stream()")).isEqualTo("names.stream()\n    .count()");
        assertThat(taken("var s = \"😀\"; names.siz|", "size()")).isEqualTo("var s = \"😀\"; names.size()");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"answ|\"",
                "\"answ|",
                "var s = \"\"\"\n  answ|",
                "var s = \"\"\"\n  answ|\n\"\"\";",
                "// answ|",
                "/* answ|",
                "/* answ| */ 1",
                "'a|'",
                "12|",
                "answer.nothingLikeThis|",
            })
    void inLiteralsAndCommentsNothingIsOffered(String marked) {
        assertThat(at(marked).items()).isEmpty();
        assertThat(at(marked).start()).isEqualTo(at(marked).end());
    }

    @Test
    void afterALiteralOrACommentThereIsCodeAgain() {
        assertThat(texts("/* answ */ answ|")).contains("answer");
        assertThat(texts("var s = \"\"\"\n  x\n  \"\"\".isBl|")).contains("isBlank()");
        assertThat(texts("char c = '\"'; answ|")).contains("answer");
    }

    @Test
    void typesNotImportedAreOfferedByTheNamesThatNeedNoImport() {
        assertThat(item("HttpClie|", "java.net.http.HttpClient").signature())
                .isEqualTo("import java.net.http.HttpClient");
        assertThat(texts("new SimpleDateFor|")).contains("java.text.SimpleDateFormat");
        assertThat(texts("ArrayLis|")).contains("ArrayList").doesNotContain("java.util.ArrayList");
        assertThat(texts("names.HttpClie|")).isEmpty();
        assertThat(notebook.value(taken("HttpClie|.class.getSimpleName()", "java.net.http.HttpClient")))
                .isEqualTo("HttpClient");
    }

    @Test
    void whatFitsTheExpectedTypeComesFirstAndWhatEveryObjectHasLast() {
        List<String> members = texts("names.|").toList();

        assertThat(members.indexOf("add(")).isLessThan(members.indexOf("getClass()"));
        assertThat(texts("int n = names.|").findFirst())
                .hasValueSatisfying(first ->
                        assertThat(item("int n = names.|", first).signature()).startsWith("int "));
    }

    @Test
    void importsArePackagesAndTypes() {
        assertThat(texts("import java.util.conc|")).anyMatch(t -> t.startsWith("concurrent"));
        assertThat(texts("import java.util.Arr|")).contains("ArrayList");
    }
}
