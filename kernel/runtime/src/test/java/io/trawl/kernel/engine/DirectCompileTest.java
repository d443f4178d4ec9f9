package io.trawl.kernel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.matrix.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A cell that is compiled without JShell does, shows and fails as it would through JShell. */
@Row("D1")
class DirectCompileTest {

    /** The soak runs 2,000. */
    private static final int CELLS = Integer.getInteger("trawl.generated.cells", 300);

    private static Notebook direct;
    private static Notebook through;

    @BeforeAll
    static void start() {
        direct = new Notebook();
        through = new Notebook(EngineOptions.defaults().withoutExtensions().throughJShell());
    }

    @AfterAll
    static void close() {
        direct.close();
        through.close();
    }

    /** Everything that a front end would see of a cell. */
    private static String seen(Notebook notebook, String code) {
        ExecuteResult result = notebook.run(code);
        var seen = new ArrayList<String>();
        seen.add(result.status().toString());
        seen.add(notebook.last.shown.stream()
                // How printed text is cut depends on how long it took.
                .map(line -> line.startsWith("stdout:") ? line.substring(7) : "\n" + line)
                .collect(Collectors.joining()));
        // The trace of what was thrown is better than through JShell, which loses lines: see theLineThatThrew.
        result.error()
                .ifPresent(e -> seen.add(
                        e.name().equals(ErrorReport.COMPILATION) ? e.plainText() : e.name() + ": " + e.message()));
        return String.join("\n", seen)
                .replaceAll("\\$JShell\\$F?\\d+[A-Z]*", "\\$JShell")
                .replaceAll("@[0-9a-f]+", "@");
    }

    private static void same(String code) {
        assertThat(seen(direct, code)).as(code).isEqualTo(seen(through, code));
    }

    @Test
    void itIsTakenHere() {
        // Both notebooks count alike, so every cell runs in both.
        assertThat(direct.value("new Object() {}.getClass().getName()")).startsWith("REPL.$JShell$F");
        assertThat(through.value("new Object() {}.getClass().getName()")).doesNotContain("$F");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1 + 1",
                "1 + 1;",
                "1 + 1 // why",
                "// first\n2",
                "/* a */ 3 /* b */",
                "\"a\" + 'b' + 1.5f + 2L + true",
                "null",
                "switch (2) { case 1 -> 1; default -> 2.0; }",
                "true ? 1 : 'a'",
                "true ? 1 : 2.0",
                "new int[] {1, 2}",
                "List.of()",
                "x -> x",
                "System.out.println(1)",
                "System.out.printf(\"%d%n\", 3)",
                "System.out.print(1); System.out.print(2); 3",
                "Math.max(1, 2); Math.min(1, 2);",
                "1); System.out.println(2",
                "1; } static void f() { int y = (2",
                "}",
                "{",
                "(",
                "a b",
                "int i = 1; i = 2",
                "i",
                "i++",
                "i += 3",
                "i",
                "int[] many = {1, 2}; many[0] = 7",
                "many",
                "many[5]",
                "many[5] = 1; 2",
                "for (int k = 0; k < 3; k++) System.out.print(k);",
                "while (true) { break; }",
                "return;",
                "break;",
                "if (i > 0) return;",
                "{ int inner = 3; System.out.print(inner); }",
                "inner",
                "do i--; while (i > 0);\ni",
                "label: for (;;) break label;",
                "try { throw new IllegalStateException(\"x\"); } catch (RuntimeException e) { System.out.print(e.getMessage()); }",
                "throw new IllegalArgumentException(\"no\")",
                "throw new Exception(\"checked\");",
                "1 / 0",
                "int zero = 0;\n\n1 / zero",
                "System.out.print(\"before\");\n1 / zero;\nSystem.out.print(\"after\");",
                "Object o = null; o.toString()",
                "System.out.print(\"ran\"); undefined(3)",
                "undefined(3); System.out.print(\"never\")",
                "undefined.x.y",
                "int f(int n) { return n == 0 ? 1 / n : f(n - 1); }",
                "f(3)",
                "\n\nf(2) +\n f(1)",
                "record P(int x, int y) {}",
                "new P(1, 2)",
                "new P(1, 2).x() + i",
                "List.of(new P(3, 4)).stream().map(P::x).toList()",
                "class Box { int held = 4; Box() {} int get() { return held; } static int made; class In { int z = 1; } }",
                "new Box().get() + new Box().held",
                "Box.made++; Box.made",
                "new Box().new In().z",
                "enum E { A, B }",
                "E.A.compareTo(E.B)",
                "var sb = new StringBuilder(); for (var e : E.values()) { sb.append(e); } sb",
                "Runnable r = () -> System.out.print(i); r.run()",
                "r.run(); new Thread(r).getName().isEmpty()",
                "i = 9; r.run()",
                "java.util.function.Function<Integer, Integer> sq = z -> z * z",
                "sq.apply(12)",
                "sq.andThen(z -> z + i).apply(2)",
                "interface Shape { double area(); }",
                "Shape s = () -> 2.5; s.area()",
                "new Shape() { public double area() { return i; } }.area()",
                "String t = \"\"\"\n  text ; } block\n  \"\"\";\nt.length()",
                "\"é😀\".codePointCount(0, 3)",
                "\"\\u0041\"",
                "char c = '\\''; c",
                "import java.awt.Point;",
                "new Point(1, 2).x",
                "long x = 1L << 40; x",
                "x = 5",
                "int x = 3; x",
                "String x = \"now text\"; x.length()",
                "x = 5",
                "final int q = 4; q",
                "q = 5",
                "this",
                "super.toString()",
                "yield 3;",
                "assert 1 > 2;",
                ";",
                ";;",
                "  ",
                "1;;2",
                "var v = 3; { v++; } v",
                "synchronized (sb) { sb.append(1); } sb.length()",
                "int g() { return h(); }",
                "g()",
                "int h() { return 8; }",
                "g()",
                "g() + h()",
                "Stream.of(1, 2, 3).map(n -> n * f0(n)).toList()",
                "int f0(int n) { return n + 1; } Stream.of(1, 2).map(n -> f0(n)).toList()",
                "int f0(int n) { return n + 2; } f0(1)",
                "f0(1)",
                "<T> T id(T t) { return t; } id(3) + id(4)",
                "List<String> list = new ArrayList<>(); list.add(\"a\"); list",
                "list.forEach(System.out::print)",
                "list.get(3)",
                "(list.size())",
                "list.size() > 0 && i > 0",
                "i < 3 ? \"small\" : \"big\"",
                "@Deprecated int old() { return 1; } old()",
                "int a1 = 1, b1 = 2; a1 + b1",
                "new ArrayList<Integer>(List.of(1)) {{ add(2); }}",
            })
    void forms(String code) {
        same(code);
    }

    /** JShell's analysis of 17 does not see where such a statement ends. */
    @Test
    void aRuleOfASwitchMayThrow() {
        assertThat(direct.value("""
                int size(Object o) {
                    return switch (o.toString()) { case "one" -> 1; default -> throw new IllegalArgumentException("-> throw"); };
                }
                size("one")""")).isEqualTo("1");
        assertThat(direct.value("""
                var rule = switch (size("one")) { case 1 -> "first"; default -> throw new IllegalStateException(); };
                switch (rule) { case "first" -> {} default -> throw new IllegalStateException(); }
                rule""")).isEqualTo("first");
        assertThat(direct.engine
                        .isComplete("switch (1) { default -> throw new RuntimeException(); }\nint after = 1;")
                        .status())
                .isEqualTo(Completeness.Status.COMPLETE);
    }

    @Test
    @Timeout(1200)
    void generatedCells() {
        var random = new Random(42);
        List<String> declared = new ArrayList<>();
        for (int n = 0; n < CELLS; n++) {
            same(new Cells(random, declared).next());
        }
    }

    /** Cells of a small grammar over names that grow and are redefined; about one in ten is wrong. */
    private record Cells(Random random, List<String> variables) {

        String next() {
            var cell = new StringBuilder();
            int statements = 1 + random.nextInt(3);
            for (int i = 0; i < statements; i++) {
                cell.append(statement()).append(random.nextInt(4) == 0 ? " // note\n" : "\n");
            }
            return cell.append(random.nextInt(3) > 0 ? expression(3) : "").toString();
        }

        private String statement() {
            return switch (random.nextInt(9)) {
                case 0 -> declaration(Integer.toString(random.nextInt(100)), "int");
                case 1 -> declaration("\"" + random.nextInt(100) + "\"", "String");
                case 2 -> "System.out.println(" + expression(2) + ");";
                case 3 ->
                    "for (int k = 0; k < " + random.nextInt(4) + "; k++) { System.out.print(k + " + expression(1)
                            + "); }";
                case 4 ->
                    "if (" + random.nextBoolean() + ") { System.out.print(" + expression(1)
                            + "); } else { System.out.print('-'); }";
                case 5 -> name() + " = " + expression(1) + ";";
                case 6 ->
                    "try { System.out.print(1 / " + random.nextInt(2)
                            + "); } catch (ArithmeticException e) { System.out.print(e.getMessage()); }";
                case 7 -> "int m" + random.nextInt(3) + "(int p) { return p * " + random.nextInt(9) + "; }";
                default -> "{ var local = " + expression(2) + "; System.out.print(local); }";
            };
        }

        private String declaration(String value, String type) {
            String name = "v" + random.nextInt(12);
            if (!variables.contains(name)) {
                variables.add(name);
            }
            return (random.nextBoolean() ? type : "var") + " " + name + " = " + value + ";";
        }

        private String name() {
            return variables.isEmpty() || random.nextInt(12) == 0
                    ? "missing" + random.nextInt(3)
                    : variables.get(random.nextInt(variables.size()));
        }

        private String expression(int depth) {
            return switch (random.nextInt(depth > 0 ? 10 : 3)) {
                case 0 -> Integer.toString(random.nextInt(1000));
                case 1 -> name();
                case 2 -> "\"t" + random.nextInt(10) + "\"";
                case 3 -> expression(depth - 1) + " + " + expression(depth - 1);
                case 4 -> "(" + expression(depth - 1) + ")";
                case 5 -> "List.of(" + expression(depth - 1) + ", " + expression(depth - 1) + ")";
                case 6 -> "String.valueOf(" + expression(depth - 1) + ").length()";
                case 7 -> random.nextInt(10) / 2 + " / " + random.nextInt(4);
                case 8 -> "m" + random.nextInt(3) + "(" + random.nextInt(9) + ")";
                default ->
                    "((java.util.function.IntUnaryOperator) z -> z + " + random.nextInt(9) + ").applyAsInt("
                            + random.nextInt(9) + ")";
            };
        }
    }

    @Test
    void theResultOfACellIsNamedByItsNumber() {
        try (var notebook = new Notebook()) {
            notebook.run("List.of(1, 2)");
            notebook.run("\"text\"");
            assertThat(notebook.value("$1.get(1) + $2.length()")).isEqualTo("6");
            assertThat(notebook.error("$9")).contains("$9");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "1 / zero;~~ # 1 / zero;",
                "~~  1 / zero;~2 # 1 / zero;",
                "System.out.print(1);~1 / zero;~3 # 1 / zero;",
                "if (zero == 0)~  System.out.print(~    2 / zero); # System.out.print(",
                "List.of(1, 2)~  .forEach(i ->~   System.out.print(i / zero)); # System.out.print(i / zero)",
                "2;~Objects.requireNonNull(null) # requireNonNull(null)",
            })
    void theLineThatThrew(String code, String line) {
        try (var notebook = new Notebook()) {
            notebook.run("int zero = 0;");
            String cell = code.replace('~', '\n');
            assertThat(notebook.error(cell)).containsPattern("cell 2, line \\d+: .*" + Pattern.quote(line.strip()));
        }
    }

    @Test
    void nothingRunsTwiceWhenALaterStatementDoesNotCompile() {
        try (var notebook = new Notebook()) {
            notebook.run("var times = new ArrayList<Integer>();");

            notebook.error("times.add(1);\ntimes.add(2);\ntimes.nothingLikeIt();");

            assertThat(notebook.value("times")).isEqualTo("[1, 2]");
        }
    }

    @Test
    void classesOfOneCellMayNameEachOther() {
        try (var notebook = new Notebook()) {
            assertThat(notebook.value("""
                    class Chapter { Book of; }
                    class Book { List<Chapter> chapters = new ArrayList<>(); }
                    new Book().chapters.size() + "" + new Chapter().of
                    """)).isEqualTo("0null");
            assertThat(notebook.error("class Lonely { Nobody knows; }\nint after = 1;"))
                    .contains("cannot find")
                    .contains("Nobody");
        }
    }

    @Test
    void classesThatNothingHoldsAreUnloaded() {
        try (var notebook = new Notebook()) {
            notebook.run("var kept = new java.lang.ref.WeakReference[1];");
            notebook.run("kept[0] = new java.lang.ref.WeakReference<>(new Object() {}.getClass());");
            notebook.run("int other = 1;");
            assertThat(notebook.value("""
                    for (int i = 0; i < 50 && kept[0].get() != null; i++) {
                        System.gc();
                        new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS);
                    }
                    kept[0].get() == null
                    """)).isEqualTo("true");
        }
    }
}
