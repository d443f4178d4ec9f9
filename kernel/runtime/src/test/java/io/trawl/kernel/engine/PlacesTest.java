package io.trawl.kernel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.matrix.Row;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Where in a cell a stack frame stands, however the code came to run: what errors mark, and what the stall detector names.
 * In each cell the line to be found ends with {@code // here}.
 */
@Row({"D1", "B19"})
class PlacesTest {

    @AutoClose
    private static final Notebook notebook = new Notebook();

    @ParameterizedTest
    @ValueSource(strings = {"""
                Runnable outer = () -> {
                    Runnable inner = () -> {
                        Integer.parseInt("x"); // here
                    };
                    inner.run();
                };
                outer.run();
                """, """
                var numbers = Stream.of("1", "x")
                    .map(s -> s.strip())
                    .map(s ->
                        Integer.parseInt(s)) // here
                    .toList();
                """, """
                var bare = Stream.of("1", "x")
                    .map(Integer::parseInt)
                    .collect(Collectors.toList()); // here
                """, """
                class Parser {
                    static int of(String text) {
                        return Integer.parseInt(text); // here
                    }
                }
                Stream.of("x").map(Parser::of).toList();
                """, """
                class Box<T> {
                    final T value;
                    Box(T value) { this.value = value; }
                    <R> Box<R> map(Function<T, R> f) {
                        return new Box<>(f.apply(value));
                    }
                }
                new Box<>("x")
                    .map(s -> s + "y")
                    .map(s -> Integer.parseInt(s)); // here
                """, """
                Supplier<Integer> anonymous = new Supplier<>() {
                    @Override
                    public Integer get() {
                        return Integer.parseInt("x"); // here
                    }
                };
                anonymous.get();
                """, """
                record Price(String text, int value) {
                    Price(String text) {
                        this(text,
                            Integer.parseInt(text)); // here
                    }
                }
                Stream.of("x").map(Price::new).toList();
                """, """
                interface Reads {
                    String text();
                    default int number() {
                        return Integer.parseInt(text()); // here
                    }
                }
                Reads reads = () -> "x";
                reads.number();
                """, """
                int value(String text) {
                    return switch (text) {
                        case "" -> 0;
                        default -> {
                            Function<String, Integer> f = s -> Integer.parseInt(s); // here
                            yield f.apply(text);
                        }
                    };
                }
                value("x");
                """, """
                for (String text : List.of("1", "x")) {
                    if (!text.isEmpty())
                        Integer.parseInt(text); // here
                }
                """, """
                import java.util.concurrent.Callable;

                // A comment, and an import before it.
                Callable<Integer> late = () ->
                    Optional.of("x").map(s -> {
                        return Integer.parseInt(s); // here
                    }).get();
                late.call();
                """})
    void itIsTheInnermostLineOfTheCell(String cell) {
        List<String> lines = cell.lines().toList();
        int at = 0;
        while (!lines.get(at).endsWith(" // here")) {
            at++;
        }
        String text = lines.get(at).replace(" // here", "").strip();
        assertThat(notebook.error(cell).lines().filter(line -> line.contains(", line ")))
                .first()
                .asString()
                .contains(", line " + (at + 1) + ":   " + text);
    }

    @Test
    void alsoOnAnotherThread() {
        assertThat(notebook.error("""
                CompletableFuture.supplyAsync(() -> {
                    return Integer.parseInt("x");
                }).join();
                """))
                .contains("caused by NumberFormatException", ", line 2:   return Integer.parseInt(\"x\");");
    }
}
