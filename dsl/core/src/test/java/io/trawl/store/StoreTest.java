package io.trawl.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.matrix.Row;
import io.trawl.page.Fetched;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files: what they hold, who may write them, what becomes of them. */
@Row("B13")
class StoreTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @TempDir
    Path folder;

    private Journal open(Path file, List<Throwable> broken) {
        var head = new Head("abc", "a job", "{\"kind\":\"batch\"}", "RUNNING", "", NOW);
        return Journal.open(file, head, false, Secrets.UNKNOWN, Runnable::run, Runnable::run, broken::add);
    }

    private static Fetched page(String body) {
        return new Fetched(
                "http://a.example/",
                "http://a.example/landed",
                200,
                Map.of("content-type", List.of("text/plain")),
                body.getBytes(StandardCharsets.UTF_8),
                NOW,
                Duration.ofMillis(12));
    }

    @Test
    void whatIsToldToBeDurableIsThereForTheNextReader() {
        var journal = open(folder.resolve("a.trawl"), new ArrayList<>());
        var told = new ArrayList<String>();
        journal.found(List.of(new Found(0, "http://a.example/", 0), new Found(1, "http://a.example/1", 1, true)));
        journal.ended(new Ended(0, null, page("body"), "title", 3), () -> told.add("page"));
        journal.delivered(0, List.of(0), "42", () -> told.add("row"));
        assertThat(told).containsExactly("page", "row");
        journal.close("DONE", "because", () -> told.add("closed"));
        assertThat(told).contains("closed");

        var reader = JournalReader.open(folder.resolve("a.trawl"), Secrets.UNKNOWN);
        assertThat(reader.head()).isEqualTo(new Head("abc", "a job", "{\"kind\":\"batch\"}", "DONE", "because", NOW));
        assertThat(reader.counts()).containsExactly(2, 1, 0);
        assertThat(reader.delivered(0)).containsExactly(0);
        assertThat(reader.position(0)).isEqualTo("42");
        assertThat(new String(reader.body(0).body(), StandardCharsets.UTF_8)).isEqualTo("body");
        var pages = new ArrayList<String>();
        reader.pages((found, ended) -> pages.add(found + " " + (ended == null ? "waits" : ended.title())));
        assertThat(pages)
                .containsExactly(
                        "Found[index=0, url=http://a.example/, depth=0, first=false] title",
                        "Found[index=1, url=http://a.example/1, depth=1, first=true] waits");
    }

    @Test
    void aTornTailIsDropped() throws IOException {
        Path file = folder.resolve("torn.trawl");
        var journal = open(file, new ArrayList<>());
        journal.found(List.of(new Found(0, "http://a.example/", 0)));
        journal.ended(new Ended(0, null, page("first"), "", -1), () -> {});
        // As a killed process leaves it: no clean end, the last write half done.
        Path copy = folder.resolve("copy.trawl");
        Files.copy(file, copy);
        byte[] more = Files.readAllBytes(file);
        Files.write(copy, Arrays.copyOf(more, more.length / 2), StandardOpenOption.APPEND);

        assertThat(JournalReader.open(copy, Secrets.UNKNOWN).counts()).containsExactly(1, 1, 0);
        var again = open(copy, new ArrayList<>());
        again.found(List.of(new Found(1, "http://a.example/1", 1)));
        again.close("DONE", "", () -> {});
        journal.close("DONE", "", () -> {});
        var reader = JournalReader.open(copy, Secrets.UNKNOWN);
        assertThat(reader.counts()).containsExactly(2, 1, 0);
        assertThat(reader.body(0).body()).asString().isEqualTo("first");
        assertThat(reader.head().state()).isEqualTo("DONE");
    }

    /** A process may be killed, and the power fail, after any byte, and a system may have written only the later ones. */
    @Test
    void whereverItWasCutAndWhateverIsWrongInItsTailWhatStandsBeforeIsThere() throws IOException {
        Path file = folder.resolve("whole.trawl");
        var ends = new ArrayList<Long>();
        var journal = open(file, new ArrayList<>());
        for (int i = 0; i < 4; i++) {
            journal.found(List.of(new Found(i, "http://a.example/" + i, i)));
            journal.ended(new Ended(i, null, page("body " + i), "title " + i, -1), () -> {});
            ends.add(Files.size(file));
        }
        byte[] all = Files.readAllBytes(file);
        journal.close("DONE", "", () -> {});
        long first = ends.get(0);
        for (int cut = Math.toIntExact(first); cut <= all.length; cut++) {
            int at = cut;
            int there = (int) ends.stream().filter(end -> end <= at).count();
            byte[] wrong = Arrays.copyOf(all, Math.max(all.length, cut + 1));
            wrong[cut] ^= 0x40;
            for (byte[] left : List.of(
                    Arrays.copyOf(all, cut), wrong, Arrays.copyOf(Arrays.copyOf(all, cut), all.length + 1_000))) {
                Path torn = Files.write(folder.resolve("torn.trawl"), left);
                var reader = JournalReader.open(torn, Secrets.UNKNOWN);
                assertThat(reader.whole()).isBetween(ends.get(there - 1), (long) cut);
                if (cut % 100 == 0) {
                    isRepaired(torn, there);
                }
            }
        }
    }

    private void isRepaired(Path torn, int pages) {
        var journal = open(torn, new ArrayList<>());
        journal.found(List.of(new Found(9, "http://a.example/9", 0)));
        journal.close("DONE", "", () -> {});
        var reader = JournalReader.open(torn, Secrets.UNKNOWN);
        assertThat(reader.counts()[1]).isEqualTo(pages);
        for (int i = 0; i < pages; i++) {
            assertThat(reader.body(i).body()).asString().isEqualTo("body " + i);
        }
        assertThat(reader.head().state()).isEqualTo("DONE");
    }

    @Test
    void aReaderSeesWhatIsWrittenMeanwhileAndWaitsForNobody() throws IOException {
        Path file = folder.resolve("live.trawl");
        var journal = open(file, new ArrayList<>());
        var reader = JournalReader.open(file, Secrets.UNKNOWN);
        for (int i = 0; i < 300; i++) {
            journal.found(List.of(new Found(i, "http://a.example/" + i, 0)));
            journal.ended(new Ended(i, null, page("x".repeat(i * 37)), "", -1), () -> {});
            assertThat(reader.counts()).containsExactly(i + 1, i + 1, 0);
            assertThat(reader.body(i).body()).hasSize(i * 37);
            assertThat(journal.reader().body(i / 2).body()).hasSize(i / 2 * 37);
        }
        // An interrupt of one who reads is nothing to the others.
        Thread.currentThread().interrupt();
        assertThat(journal.reader().body(299).body()).hasSize(299 * 37);
        assertThat(Thread.interrupted()).isTrue();
        journal.ended(new Ended(0, null, page("anew"), "", -1), () -> {});
        assertThat(journal.reader().body(0).body()).asString().isEqualTo("anew");
        journal.close("DONE", "", () -> {});
        assertThat(reader.head().state()).isEqualTo("DONE");
    }

    @Test
    void aJournalOfTheFirstFormatIsRefusedByName() throws IOException {
        var database = java.nio.ByteBuffer.allocate(4_096);
        database.put("SQLite format 3\0".getBytes(StandardCharsets.US_ASCII));
        database.putInt(60, 1).putInt(68, 0x5472776C);
        Path file = Files.write(folder.resolve("old.trawl"), database.array());
        assertThatThrownBy(() -> open(file, new ArrayList<>())).isInstanceOfSatisfying(JournalException.class, e -> {
            assertThat(e).hasMessageContaining("format 1; this one knows 2");
            assertThat(e.advice()).contains("the Trawl that wrote it", "RESTART");
        });
        assertThat(JournalFile.isOurs(file)).isTrue();
        database.putInt(68, 0);
        Files.write(file, database.array());
        assertThatThrownBy(() -> open(file, new ArrayList<>())).hasMessageContaining("is no checkpoint of Trawl");
        assertThat(JournalFile.isOurs(file)).isFalse();
    }

    @Test
    void aFullDiskIsToldOnceAndNothingIsDurableAfterwards() {
        var broken = new ArrayList<Throwable>();
        var journal = open(folder.resolve("full.trawl"), broken);
        // As good a reason as any why a write fails.
        Map<String, List<String>> full = new AbstractMap<>() {
            @Override
            public Set<Entry<String, List<String>>> entrySet() {
                throw new UncheckedIOException(new IOException("no space left"));
            }
        };
        var told = new ArrayList<String>();
        var page = new Fetched("", "", 200, full, new byte[0], NOW, Duration.ZERO);
        journal.ended(new Ended(0, null, page, "", -1), () -> told.add("durable"));
        journal.found(List.of(new Found(1, "http://a.example/1", 0)));
        assertThat(broken)
                .singleElement()
                .satisfies(e -> assertThat(e).hasMessageContainingAll("cannot be written", "no space left"));
        assertThat(told).isEmpty();
        journal.close("FAILED", "", () -> told.add("closed"));
        assertThat(told).containsExactly("closed");
    }

    @Test
    @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void anotherProcessIsRefusedAndNamedAndItsEndFreesTheFile() throws Exception {
        Path file = folder.resolve("shared.trawl");
        var holder = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var out = new BufferedReader(new InputStreamReader(holder.getInputStream()))) {
            assertThat(out.readLine()).isEqualTo("open");
            assertThatThrownBy(() -> open(file, new ArrayList<>()))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("in use by job abc of process " + holder.pid());
            assertThat(Journal.holder(file)).contains("process " + holder.pid());
        } finally {
            holder.destroyForcibly();
        }
        assertThat(holder.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(Journal.holder(file)).isNull();
        open(file, new ArrayList<>()).close("DONE", "", () -> {});
    }

    /** Holds a journal until it is killed. */
    public static final class Holder {
        private Holder() {}

        public static void main(String[] args) throws Exception {
            var head = new Head("abc", "a job", "{\"kind\":\"batch\"}", "RUNNING", "", NOW);
            Path file = Path.of(args[0]);
            var journal = Journal.open(file, head, false, Secrets.UNKNOWN, Runnable::run, Runnable::run, e -> {});
            // To ask here who holds it must not free it.
            assertThat(Journal.holder(file)).contains("process");
            assertThatThrownBy(() ->
                            Journal.open(file, head, false, Secrets.UNKNOWN, Runnable::run, Runnable::run, e -> {}))
                    .isInstanceOf(JournalException.class);
            System.out.println("open");
            System.out.flush();
            System.in.read();
            journal.close("DONE", "", () -> {});
        }
    }

    @Test
    void theDataFolderIsTheOwnersAndOldJournalsAreRemoved() throws IOException {
        var home = new Home(folder.resolve("home"));
        open(home.journal("new1"), new ArrayList<>()).close("DONE", "", () -> {});
        open(home.journal("old1"), new ArrayList<>()).close("DONE", "", () -> {});
        var used = open(home.journal("old2"), new ArrayList<>());
        var longAgo = FileTime.from(NOW.minus(Duration.ofDays(15)));
        Files.setLastModifiedTime(home.journal("new1"), FileTime.from(NOW));
        Files.setLastModifiedTime(home.journal("old1"), longAgo);
        Files.setLastModifiedTime(home.journal("old2"), longAgo);
        Path elsewhere = Files.createFile(folder.resolve("elsewhere.trawl"));
        Files.setLastModifiedTime(elsewhere, longAgo);
        home.point("mine", elsewhere);
        home.point("gone", folder.resolve("gone.trawl"));

        home.clean(NOW);
        assertThat(home.knows("new1")).isTrue();
        assertThat(home.knows("old1")).isFalse();
        assertThat(home.knows("old2")).as("it is in use").isTrue();
        assertThat(home.find("mine")).as("a checkpoint is its owner's").contains(elsewhere);
        assertThat(home.find("gone")).isEmpty();
        assertThat(home.find("../../etc")).isEmpty();
        assertThat(Files.getPosixFilePermissions(folder.resolve("home")))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        used.close("DONE", "", () -> {});
    }

    @Test
    @Row("B11")
    void aSetOfManyFingerprintsKnowsEachOnceInTheHeapAndOnDisk() {
        for (int inHeap : new int[] {Integer.MAX_VALUE, 1_000}) {
            try (var seen = new SeenSet(folder.resolve("scratch"), inHeap)) {
                var random = new Random(7);
                var all = new HashSet<Long>();
                for (int i = 0; i < 300_000; i++) {
                    long value = i % 3 == 0 ? random.nextInt(50_000) : random.nextLong();
                    assertThat(seen.add(value)).isEqualTo(all.add(value == 0 ? 1 : value));
                }
                assertThat(seen.size()).isEqualTo(all.size());
                assertThat(seen.onDisk()).isEqualTo(inHeap == 1_000);
            }
        }
    }

    @Test
    void secretsOfThePlanAreHiddenAndPutBackByTheirNames() {
        var first = Secrets.of(
                Map.of("Authorization", "Bearer abcdef", "Accept", "text/html"),
                List.of("https://me:pass-word@a.example/?api_key=k1234&page=7"));
        String url = "https://me:pass-word@a.example/?api_key=k1234&page=7";
        assertThat(first.hide(url)).doesNotContain("pass-word", "k1234").contains("page=7");
        assertThat(first.reveal(first.hide(url))).isEqualTo(url);
        assertThat(Secrets.starred(first.hide(url))).isEqualTo("https://***@a.example/?api_key=***&page=7");
        assertThat(first.hide("I said abcdef")).isEqualTo("I said \u0001Authorization 2\u0001");
        // The same plan with a newer key.
        var second = Secrets.of(
                Map.of("Authorization", "Bearer a-much-longer-token"),
                List.of("https://me:pass-word@a.example/?api_key=k9&page=7", "https://a.example/?api_key=k5678"));
        assertThat(second.reveal(first.hide("https://a.example/?api_key=k1234")))
                .isEqualTo("https://a.example/?api_key=k5678");
        assertThat(Secrets.UNKNOWN.reveal(first.hide(url))).isNull();
    }
}
