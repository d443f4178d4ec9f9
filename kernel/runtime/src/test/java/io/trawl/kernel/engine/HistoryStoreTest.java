package io.trawl.kernel.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.trawl.matrix.Row;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The history of this session and of earlier ones. */
@Row("D1")
class HistoryStoreTest {

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("home").resolve("history.tsv");
    }

    private HistoryStore open() {
        return new HistoryStore(Optional.of(file));
    }

    private static void add(HistoryStore history, int line, String source) {
        history.add(line, source, Optional.empty());
    }

    private static List<String> sources(List<HistoryEntry> entries) {
        return entries.stream().map(HistoryEntry::source).toList();
    }

    @Test
    void sessionsAreNumberedAndZeroIsThisOneAndNegativeNumbersCountBack() {
        var first = open();
        add(first, 1, "first 1");
        add(first, 2, "first 2");
        var second = open();
        add(second, 1, "second 1");
        var third = open();
        add(third, 1, "third 1");

        assertThat(sources(third.range(0, 1, 9))).containsExactly("third 1");
        assertThat(sources(third.range(-1, 1, 9))).containsExactly("second 1");
        assertThat(sources(third.range(-2, 2, 9))).containsExactly("first 2");
        assertThat(sources(third.range(1, 1, 2))).containsExactly("first 1");
        assertThat(third.range(7, 0, 9)).isEmpty();
        assertThat(sources(third.tail(2))).containsExactly("second 1", "third 1");
    }

    @Test
    void kernelsThatRunAtOnceTakeDifferentNumbersAndLoseNothing() {
        List<CompletableFuture<Void>> kernels = IntStream.range(0, 8)
                .mapToObj(k -> CompletableFuture.runAsync(
                        () -> {
                            var history = open();
                            IntStream.rangeClosed(1, 50).forEach(line -> add(history, line, k + " " + line));
                        },
                        task -> new Thread(task).start()))
                .toList();
        kernels.forEach(CompletableFuture::join);

        var later = open();

        for (int session = 1; session <= 8; session++) {
            List<String> sources = sources(later.range(session, 1, 100));
            String kernel = sources.get(0).substring(0, 2);
            assertThat(sources)
                    .isEqualTo(IntStream.rangeClosed(1, 50)
                            .mapToObj(line -> kernel + line)
                            .toList());
        }
    }

    @Test
    void codeAndOutputComeBackAsTheyWere() {
        String source = "var a = \"\\t\\n\";\n\tb\r\n\\\\ 😀";
        open().add(1, source, Optional.of("one\ttwo\nthree"));

        HistoryEntry entry = open().tail(1).get(0);

        assertThat(entry).isEqualTo(new HistoryEntry(1, 1, source, Optional.of("one\ttwo\nthree")));
    }

    @Test
    void onlyTheOwnerMayReadIt() throws IOException {
        add(open(), 1, "String key = \"secret\";");

        try (var files = Files.list(file.getParent())) {
            assertThat(files)
                    .allSatisfy(f -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(f)))
                            .isEqualTo("rw-------"));
        }
    }

    @Test
    void memoryAndFileAreBounded() throws IOException {
        var history = open();
        String cell = "x".repeat(100_000);
        for (int i = 1; i <= 400; i++) {
            add(history, i, i + " " + cell);
        }
        add(history, 401, "x".repeat(5 << 20));

        assertThat(Files.size(file)).isLessThanOrEqualTo(HistoryFile.MOST_BYTES);
        assertThat(history.tail(1000).stream()
                        .mapToLong(e -> e.source().length())
                        .sum())
                .isLessThanOrEqualTo(16 << 20);
        List<HistoryEntry> kept = open().tail(1000);
        assertThat(kept).hasSizeBetween(50, 200);
        assertThat(kept.get(kept.size() - 1).line()).isEqualTo(400);
        for (int i = 0; i < 10_050; i++) {
            add(history, i, "1");
        }
        assertThat(history.tail(Integer.MAX_VALUE)).hasSize(10_000);
    }

    @Test
    void linesThatAreDamagedCostNoOthers() throws IOException {
        add(open(), 1, "good");
        Files.write(
                file, "no\tnumber\tx\n\n7\n\u00ff\n".getBytes(StandardCharsets.ISO_8859_1), StandardOpenOption.APPEND);

        var later = open();
        add(later, 1, "later");

        assertThat(sources(later.tail(5))).containsExactly("good", "later");
        assertThat(later.tail(1).get(0).session()).isEqualTo(2);
    }

    @Test
    void whereTheFileCannotBeUsedTheSessionHasItsHistoryAllTheSame() throws IOException {
        Files.writeString(folder.resolve("home"), "a file, no folder");
        var history = open();

        add(history, 1, "1");

        assertThat(sources(history.tail(1))).containsExactly("1");
    }

    @Test
    void aSearchIsAGlobOverTheWholeSource() {
        var history = new HistoryStore(Optional.empty());
        List.of("int a = 1;", "print(a)", "int b = 2;", "print(a)", "int\nc;").forEach(s -> add(history, 1, s));

        assertThat(sources(history.search("int*", 9, false))).containsExactly("int a = 1;", "int b = 2;", "int\nc;");
        assertThat(sources(history.search("*", 9, true)))
                .containsExactly("int a = 1;", "int b = 2;", "print(a)", "int\nc;");
        assertThat(sources(history.search("int ? = ?;", 1, false))).containsExactly("int b = 2;");
        assertThat(history.search("int", 9, false)).isEmpty();
        assertThat(history.search("*", 0, false)).isEmpty();
    }

    @Test
    void aHostilePatternIsAnsweredSoon() {
        var history = new HistoryStore(Optional.empty());
        add(history, 1, "a".repeat(100_000));

        assertThat(assertTimeoutPreemptively(
                        Duration.ofSeconds(60), () -> history.search("*a".repeat(40) + "*b", 9, false)))
                .isEmpty();
    }
}
