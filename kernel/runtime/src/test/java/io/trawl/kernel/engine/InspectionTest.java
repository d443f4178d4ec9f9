package io.trawl.kernel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.kernel.api.Bundle;
import io.trawl.matrix.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Inspection in the engine, with a library and its sources as a Maven repository keeps them. */
@Row({"D1", "D5"})
class InspectionTest {

    private static final String SOURCE = """
            package shop;

            import java.util.List;

            /** A shop with <b>prices</b>. See {@link Shop#price(String, int...)}. <script>steal()</script> */
            public class Shop implements Comparable<Shop> {

                /** How many there are. */
                public static final int MOST = 3;

                /** Opens one. @param name ignored here */
                public Shop(String name) {}

                /**
                 * Asks for a price, {@code 0 < n}: &lt;tags&gt; stay text.
                 *
                 * <ul>
                 *   <li>cheap
                 *   <li>dear
                 * </ul>
                 *
                 * @param title what to buy; see {@link List}
                 * @param counts how many
                 * @return the price in cents
                 * @throws IllegalStateException when closed
                 * @since 1.2
                 */
                public long price(String title, int... counts) {
                    return 100L * counts.length;
                }

                /** Another question. */
                public long price(List<String> titles) {
                    return 0;
                }

                /** {@inheritDoc} */
                @Override
                public int compareTo(Shop other) {
                    return 0;
                }

                /** A part of it. */
                public static class Till {
                    /** Counts. */
                    public <T extends Number> T count(T from) {
                        return from;
                    }
                }
            }
            """;

    private static Notebook notebook;

    @BeforeAll
    static void start(@TempDir Path dir) throws IOException {
        Path source = Files.createDirectories(dir.resolve("src/shop")).resolve("Shop.java");
        Files.writeString(source, SOURCE);
        Path classes = Files.createDirectories(dir.resolve("classes"));
        int failed =
                ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", classes.toString(), source.toString());
        assertThat(failed).isZero();
        Path repository = Files.createDirectories(dir.resolve("repository/shop/1.0"));
        jar(repository.resolve("shop-1.0.jar"), classes);
        jar(repository.resolve("shop-1.0-sources.jar"), dir.resolve("src"));
        notebook = new Notebook(
                EngineOptions.defaults().withoutExtensions().classPath(List.of(repository.resolve("shop-1.0.jar"))));
        notebook.run("import shop.*;\nvar corner = new Shop(\"corner\");\nint answer = 42;");
        notebook.run("/** Greets. @param who whom */\nString greet(String who) {\n  return \"hello \" + who;\n}");
        notebook.run("/** A book. */\nrecord Book(String title) {}");
    }

    private static void jar(Path file, Path from) throws IOException {
        try (var jar = new JarOutputStream(Files.newOutputStream(file));
                Stream<Path> files = Files.walk(from)) {
            for (Path f : files.filter(Files::isRegularFile).toList()) {
                jar.putNextEntry(new ZipEntry(from.relativize(f).toString()));
                jar.write(Files.readAllBytes(f));
            }
        }
    }

    @AfterAll
    static void stop() {
        notebook.close();
    }

    private static Optional<Bundle> find(String marked, boolean detail) {
        String before = marked.substring(0, marked.indexOf('|'));
        return notebook.engine.inspect(marked.replace("|", ""), before.codePointCount(0, before.length()), detail);
    }

    private static Bundle at(String marked) {
        return find(marked, false).orElseThrow(() -> new AssertionError("nothing at " + marked));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "corner.pri|ce(\"x\", 1)",
                "corner.price|",
                "corner.|price",
                "corner.price(|",
                "corner.price(\"x\", |1)",
                "corner.price(\"x|y\", 1)",
                "corner.price(\"x\", Math.abs(1), |",
                "var late = new Shop(\"late\");\nlong p = late.pri|ce(\"x\");",
                "List.of(corner).forEach(s -> s.pri|ce(\"x\"))",
                "List.of(corner).forEach(s -> { var t = s; t.price(|",
                "int wrong = \"text\";\ncorner.pri|ce(",
                "var s = \"😀\"; corner.pri|ce(\"x\")",
                "class Mine extends Shop { Mine() { super(\"\"); } long ask() { return this.pri|ce(\"x\"); } }",
            })
    void aMethodIsFoundWhereverTheCursorStandsInItsCall(String marked) {
        assertThat(at(marked).text())
                .contains("long Shop.price(String title, int... counts)")
                .contains("long Shop.price(List<String> titles)")
                .contains("Asks for a price");
    }

    @Test
    void theTagsOfItsDocumentationAreResolved() {
        Bundle bundle = at("corner.price|");

        assertThat(bundle.text())
                .contains("""
                Asks for a price, 0 < n: <tags> stay text.""")
                .contains("• cheap")
                .contains("""
                Parameters:
                  title – what to buy; see List
                  counts – how many
                """)
                .contains("""
                Returns:
                  the price in cents
                """)
                .contains("IllegalStateException – when closed")
                .doesNotContain("{@", "@param");
        assertThat((String) bundle.data().get(Bundle.HTML))
                .contains("<code>0 &lt; n</code>", "&lt;tags&gt;", "<li>cheap", "<code>title</code> – what to buy")
                .doesNotContain("{@");
        assertThat((String) bundle.data().get(Bundle.MARKDOWN))
                .startsWith("```java\nlong Shop.price(")
                .contains("**Parameters**\n\n- `title` – what to buy; see `List`");
    }

    @Test
    void nothingInADocumentationActs() {
        Bundle bundle = at("Sho|p");

        assertThat(bundle.text()).startsWith("class shop.Shop implements Comparable<Shop>");
        assertThat((String) bundle.data().get(Bundle.HTML))
                .contains("<b>prices</b>", "<code>Shop.price(String, int...)</code>")
                .doesNotContain("<script");
    }

    @Test
    void fieldsConstructorsNestedTypesAndTheirMembers() {
        assertThat(at("Shop.MO|ST").text()).isEqualTo("int Shop.MOST\n\nHow many there are.");
        assertThat(at("new Shop(|").text()).contains("class shop.Shop").contains("Shop(String name)");
        assertThat(at("new Shop.Till().cou|nt(1)").text())
                .contains("Till.count(")
                .contains("Counts.");
        assertThat(at("Shop.Ti|ll").text()).contains("class shop.Shop.Till").contains("A part of it.");
    }

    @Test
    void documentationIsInheritedFromWhatIsOverridden() {
        Bundle bundle = at("corner.compareT|o(corner)");

        assertThat(bundle.text()).startsWith("int Shop.compareTo(Shop other)");
        if (Files.exists(Path.of(System.getProperty("java.home"), "lib", "src.zip"))) {
            assertThat(bundle.text()).contains("Compares this object with the specified object for order");
        }
    }

    @Test
    void theJdkIsDocumentedWhereItsSourcesAre() {
        boolean sources = Files.exists(Path.of(System.getProperty("java.home"), "lib", "src.zip"));
        for (String marked : List.of("\"abc\".substring(|", "\"abc\".substr|ing(1)")) {
            assertThat(at(marked).text()).contains("String String.substring(int beginIndex, int endIndex)");
            assertThat(at(marked).text().contains("Returns a string that is a substring of this string"))
                    .isEqualTo(sources);
        }
        assertThat(at("new ArrayLi|st<String>()").text()).contains("class java.util.ArrayList<E>");
        assertThat(at("java.util.List.o|f()").text()).contains("List.of()");
    }

    @Test
    void whatCellsDefinedIsDescribedByItsOwnSource() {
        assertThat(at("answ|er").text()).isEqualTo("int answer = 42");
        assertThat(at("gre|et(\"x\")").text()).startsWith("String greet(String who)\n\nGreets.");
        assertThat(at("greet(|").text()).startsWith("String greet(String who)");
        assertThat(at("new Bo|ok(\"x\")").text()).isEqualTo("record Book(String title)\n\nA book.");
        assertThat(at("corn|er").text()).isEqualTo("Shop corner");
        assertThat(at("int local = 3; loc|al + 1").text()).isEqualTo("int local");
    }

    @Test
    void onDemandTheSourceIsShown() {
        assertThat(find("corner.pri|ce(\"x\")", true).orElseThrow().text()).contains("return 100L * counts.length;");
        assertThat(find("gre|et(\"x\")", true).orElseThrow().text()).contains("return \"hello \" + who;");
        assertThat(at("corner.pri|ce(\"x\")").text()).doesNotContain("return 100L");
    }

    @Test
    void verbsOfStarImportsAreFound() {
        assertThat(at("disp|lay(1)").text()).contains("Display Show.display(Object value)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothingLikeThis|", "corner.nothing|", "1|", "|", "// corner.price|", "whi|le (true) {}"})
    void whereNothingIsKnownNothingIsFound(String marked) {
        assertThat(find(marked, false)).isEmpty();
    }
}
