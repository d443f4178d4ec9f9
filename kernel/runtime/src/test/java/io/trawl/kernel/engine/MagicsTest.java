package io.trawl.kernel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.kernel.engine.Completeness.Status;
import io.trawl.matrix.Row;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The magics that need no library: in a cell, with its lines, its output and its interrupt. */
@Row("D5")
class MagicsTest {

    @AutoClose
    private static final Notebook notebook = new Notebook();

    @TempDir
    Path folder;

    @AfterEach
    void backToADirectoryThatStays() {
        notebook.run("%cd /");
    }

    /** All that a cell printed; the cell must succeed. */
    private String printed(String code) {
        notebook.value(code);
        return stream("stdout");
    }

    private static String stream(String name) {
        return String.join(
                "",
                notebook.last.shown.stream()
                        .filter(s -> s.startsWith(name + ":"))
                        .map(s -> s.substring(name.length() + 1))
                        .toList());
    }

    private String name(String code) {
        return notebook.run(code).error().orElseThrow().name();
    }

    @Test
    void anUnknownMagicNamesThoseThatWereMeant() {
        ErrorReport error = notebook.run("int a1 = 1;\n%tiem a1").error().orElseThrow();

        assertThat(error.name()).isEqualTo("UnknownMagic");
        assertThat(error.message()).contains("%time");
        assertThat(error.plainText()).contains("line 2:   %tiem a1");
        assertThat(notebook.value("a1")).isEqualTo("1");
    }

    @Test
    void aScriptLanguageThatIsNotThereIsRefusedWithItsReason() {
        assertThat(notebook.error("%%javascript\nalert(1)")).contains("scripts");
    }

    @Test
    void errorsOfJavaBesideMagicsKeepTheirLines() {
        assertThat(notebook.error("%pwd\nint b1 = 1;\n%time b1\nint b2 = missing;"))
                .contains("line 4:   int b2 = missing;");
        assertThat(notebook.error("int c1 = 1;\n%time c1 / 0\n")).contains("line 2:   %time c1 / 0");
        assertThat(notebook.error("%%time\nint d1 = 1;\nd1 = d1 / 0;")).contains("line 3:   d1 = d1 / 0;");
        assertThat(notebook.error("int e1;\n%time e1 + absent"))
                .contains("line 2")
                .contains("absent");
    }

    @Test
    void timeTellsTheClockAndTheProcessorAndKeepsTheValue() {
        ExecuteResult result = notebook.run("%time 6 * 7");

        assertThat(result.ok()).isTrue();
        assertThat(stream("stdout")).contains("wall ").contains("cpu ").contains("compiling ");
        assertThat(notebook.last.bundles.get(0).text()).isEqualTo("42");
        assertThat(printed("%%time\nint f1 = 4;\nint f2 = f1 * 2;")).contains("wall ");
        assertThat(notebook.value("f2")).isEqualTo("8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%timeit -w 20 -r 3 Math.sqrt(g1)",
                "%timeit -w 20 -r 3 g1++;",
                "%%timeit -w 20 -r 3 -n 10\nint local = 1;\nfor (int i = 0; i < 10; i++) { local += i; }",
                "%timeit -w 20 -n 5 -r 3 new StringBuilder().append(g1)",
            })
    void timeitTellsBestMedianWorstAndHowItMeasured(String cell) {
        notebook.run("double g1 = 2;");

        assertThat(printed(cell))
                .contains("best ")
                .contains("median ")
                .contains("worst ")
                .contains("cold pass")
                .contains("3 runs of ");
    }

    @Test
    void timeitOfWhatDoesNotCompileSaysWhere() {
        assertThat(notebook.error("int h1 = 1;\n%timeit -n 3 h1 + absent"))
                .contains("line 2")
                .contains("absent");
        assertThat(notebook.error("%timeit -n x 1")).contains("whole number");
    }

    @Test
    void aShellCommandPrintsLiveAndFailsByItsExitCode() {
        assertThat(printed("!echo one; echo two >&2")).isEqualTo("one\n");
        assertThat(stream("stderr")).isEqualTo("two\n");
        assertThat(printed("%%bash a b\necho \"$2 $1\"\nprintf 'é😀'")).isEqualTo("b a\né😀");
        assertThat(printed("%sh echo hi")).isEqualTo("hi\n");
        ErrorReport error = notebook.run("%%sh\necho before\nexit 3").error().orElseThrow();
        assertThat(error.name()).isEqualTo("CommandFailed");
        assertThat(error.message()).isEqualTo("exit code 3");
        assertThat(stream("stdout")).isEqualTo("before\n");
    }

    @Test
    void whatACommandPrintsAppearsBeforeItEnds() throws Exception {
        Path gate = folder.resolve("gate");
        var sink = new RecordingSink();
        CompletableFuture<ExecuteResult> cell = CompletableFuture.supplyAsync(() -> notebook.engine.execute(
                ExecuteRequest.of("%%sh\necho started\nuntil [ -e " + gate + " ]; do sleep 0.05; done"), sink));

        assertThat(sink.first.get(60, TimeUnit.SECONDS)).isEqualTo("stdout:started\n");
        assertThat(cell).isNotDone();
        Files.createFile(gate);
        assertThat(cell.get(60, TimeUnit.SECONDS).ok()).isTrue();
    }

    @Test
    void anInterruptEndsACommandAndWhatItStarted() throws Exception {
        var sink = new RecordingSink();
        CompletableFuture<ExecuteResult> cell = CompletableFuture.supplyAsync(
                () -> notebook.engine.execute(ExecuteRequest.of("%%sh\nsleep 600 &\necho $! \nwait"), sink));
        long child = Long.parseLong(sink.first.get(60, TimeUnit.SECONDS).replaceAll("\\D", ""));
        CompletableFuture<ProcessHandle> gone =
                ProcessHandle.of(child).orElseThrow().onExit();

        notebook.engine.interrupt();

        assertThat(cell.get(60, TimeUnit.SECONDS).error().orElseThrow().name()).isEqualTo(ErrorReport.INTERRUPTED);
        gone.get(60, TimeUnit.SECONDS);
        assertThat(notebook.value("1 + 1")).isEqualTo("2");
    }

    @Test
    void directoryAndEnvironmentAreThoseOfTheCommands() throws Exception {
        Path real = folder.toRealPath();
        printed("%cd " + real);
        assertThat(printed("!pwd")).isEqualTo(real + "\n");
        assertThat(printed("%pwd")).isEqualTo(real + "\n");
        printed("%env TRAWL_TEST_WORD=two words");
        assertThat(printed("!echo \"$TRAWL_TEST_WORD\"")).isEqualTo("two words\n");
        assertThat(printed("%env TRAWL_TEST_WORD")).isEqualTo("two words\n");
        assertThat(name("%cd /no/such/folder")).isEqualTo("FileError");
        assertThat(notebook.error("%env TRAWL_TEST_WORT")).contains("TRAWL_TEST_WORD");
    }

    @Test
    void aVariableInBracesStandsForItsValueWhereTheLineIsNotJava() {
        notebook.run("var p1 = Path.of(\"/usr\");\nString p2 = \"a b\";");

        assertThat(printed("!echo {p1}/x '{p2}' {a,b} {absent}")).isEqualTo("/usr/x a b {a,b} {absent}\n");
        assertThat(printed("%cd {p1}")).isEqualTo("/usr\n");
        assertThat(notebook.run("%time new int[] {p1.getNameCount()}.length").ok())
                .isTrue();
    }

    @Test
    void aFileIsWrittenAndLoadedWithItsOwnLines() {
        Path file = folder.resolve("helpers.jsh");
        printed("%%writefile " + file
                + "\nimport java.awt.Point;\nint i1 = 5;\nint twice(int n) { return 2 * n; }\n%pwd\n");
        assertThat(printed("%load " + file)).isNotEmpty();
        assertThat(notebook.value("twice(i1)")).isEqualTo("10");
        printed("%%writefile -a " + file + "\ni1 = i1 / 0;\n");
        assertThat(notebook.error("int i2;\n\n%load " + file)).contains("helpers.jsh, line 5:   i1 = i1 / 0;");
        assertThat(name("%load " + folder.resolve("absent.jsh"))).isEqualTo("FileError");
    }

    @Test
    void aJavaFileLosesItsPackageAndANotebookRunsItsCodeCells() throws Exception {
        Path source = folder.resolve("Greeter.java");
        Files.writeString(source, "package a.b;\n\npublic class Greeter {\n  String greet() { return \"hi\"; }\n}\n");
        printed("%load " + source);
        assertThat(notebook.value("new Greeter().greet()")).isEqualTo("hi");

        Path cells = folder.resolve("cells.ipynb");
        Files.writeString(cells, """
                {"cells": [
                  {"cell_type": "markdown", "source": "not Java"},
                  {"cell_type": "code", "source": ["int j1 = 3;\\n", "j1 * 2"]},
                  {"cell_type": "code", "source": "%%writefile FILE\\nfrom a notebook"},
                  {"cell_type": "code", "source": "int j2 = absent;"}
                ], "nbformat": 4, "nbformat_minor": 5, "metadata": {}}""".replace("FILE", folder.resolve("out.txt").toString()));
        assertThat(notebook.error("%load " + cells)).contains("cells.ipynb [3], line 1");
        assertThat(notebook.value("j1")).isEqualTo("3");
        assertThat(folder.resolve("out.txt")).hasContent("from a notebook");
        Path broken = folder.resolve("broken.ipynb");
        Files.writeString(broken, "{");
        assertThat(notebook.error("%run " + broken)).contains("no notebook");
    }

    @Test
    void aFileThatLoadsItselfEnds() throws Exception {
        Path file = folder.resolve("self.jsh");
        Files.writeString(file, "%load " + file + "\n");

        assertThat(notebook.error("%load " + file)).contains("loads itself");
    }

    @Test
    void markupIsShownAsWhatItIs() {
        notebook.run("%%html\n<b>bold</b>");
        assertThat(notebook.last.bundles.get(0).data().get("text/html")).isEqualTo("<b>bold</b>");
        notebook.run("%%markdown\n# head");
        assertThat(notebook.last.bundles.get(0).data().get("text/markdown")).isEqualTo("# head");
        notebook.run("%%svg\n<svg/>");
        assertThat(notebook.last.bundles.get(0).data().get("image/svg+xml")).isEqualTo("<svg/>");
        assertThat(name("int x2;\n%%html\n<b>")).isEqualTo("MagicUsage");
        assertThat(name("%html x")).isEqualTo("MagicUsage");
    }

    @Test
    void theSessionTellsWhatItHolds() {
        try (var fresh = new Notebook()) {
            fresh.run(
                    "int k1 = 5;\nvar k2 = List.of(1, 2);\nString greet(String who) { return who; }\nrecord Pair(int a) {}\n"
                            + "var k3 = new Pair(1);");
            fresh.run("%who");
            assertThat(fresh.last.shown).containsExactly("stdout:k1 k2 k3\n");
            fresh.run("%whos");
            assertThat(String.join("", fresh.last.shown))
                    .contains("k1  int            5\n")
                    .contains("k2  List<Integer>  [1, 2]\n")
                    .contains("k3  Pair           Pair[a=1]\n");
            fresh.run("%methods");
            assertThat(fresh.last.shown).containsExactly("stdout:String greet(String)\n");
            fresh.run("%types");
            assertThat(fresh.last.shown).containsExactly("stdout:record Pair\n");
            fresh.run("import java.awt.Point;\n%imports");
            assertThat(String.join("", fresh.last.shown))
                    .contains("import java.awt.Point;\n")
                    .contains("import java.util.*;\n");
            fresh.run("%history -n 2");
            assertThat(String.join("", fresh.last.shown))
                    .contains("1/5: %types")
                    .contains("1/6: import java.awt.Point;");
            fresh.run("%reset");
            fresh.run("%who");
            assertThat(fresh.last.shown).containsExactly("stdout:no variables\n");
            assertThat(fresh.error("k1")).contains("k1");
            assertThat(fresh.error("new Point()")).contains("Point");
            assertThat(fresh.value("List.of(1)")).isEqualTo("[1]");
            assertThat(fresh.value("int k1 = 6;\nk1")).isEqualTo("6");
        }
    }

    @Test
    void javapShowsClassesOfCellsAndOfTheJdk() {
        notebook.run("record Reading(String place, double value) {}");

        assertThat(printed("%javap Reading")).contains("java.lang.String place()");
        assertThat(printed("%javap -c Reading")).contains("getfield");
        assertThat(printed("%javap List")).contains("interface java.util.List");
        assertThat(notebook.error("%javap Nonsense")).contains("no class Nonsense");
    }

    @Test
    void helpIsAPageAndTheListIsPrinted() {
        assertThat(notebook.run("%help").page().orElseThrow().text())
                .contains("%maven")
                .contains("%%bash");
        assertThat(notebook.run("%help timeit").page().orElseThrow().text()).contains("-n loops");
        assertThat(notebook.run("%timeit?").page().orElseThrow().text()).contains("-n loops");
        assertThat(notebook.run("?%timeit").page().orElseThrow().text()).contains("-n loops");
        assertThat(notebook.run("Math.abs?").page().orElseThrow().text()).contains("abs(int");
        assertThat(printed("%lsmagic")).contains("%time, %%time").contains("%whos");
        assertThat(notebook.error("absent_thing?")).contains("nothing is known");
    }

    @Test
    void completionKnowsNamesOptionsFilesAndTheJavaAfterAMagic() throws Exception {
        Files.createFile(folder.resolve("a-script.jsh"));
        notebook.run("String l1 = \"x\";");

        assertThat(complete("%ti|")).containsExactly("%time", "%%time", "%timeit", "%%timeit");
        assertThat(complete("int x;\n%%ht|")).isEmpty();
        assertThat(complete("int x;\n%ti|")).containsExactly("%time", "%timeit");
        assertThat(complete("%%ht|")).containsExactly("%%html");
        assertThat(complete("%timeit -|")).containsExactly("-n", "-r", "-w");
        assertThat(complete("%maven --e|")).containsExactly("--exclude");
        assertThat(complete("%load " + folder + "/a-|")).containsExactly(folder + "/a-script.jsh");
        assertThat(complete("int q = 1;\n%time l1.subs|")).anyMatch(s -> s.startsWith("substring("));
        assertThat(complete("%pwd\nl1.subs|")).anyMatch(s -> s.startsWith("substring("));
        assertThat(complete("%%bash\nl1.subs|")).isEmpty();
        assertThat(complete("!echo 😀\nl1.subs|")).anyMatch(s -> s.startsWith("substring("));
        assertThat(complete("int z = 5 %ti|")).doesNotContain("%time");
    }

    private List<String> complete(String marked) {
        int cursor = marked.codePointCount(0, marked.indexOf('|'));
        Completions found = notebook.engine.complete(marked.replace("|", ""), cursor);
        return found.items().stream().map(Completions.Item::text).toList();
    }

    @Test
    void inspectionOfAMagicIsItsPageAndOfJavaBesideItJavas() {
        notebook.run("String n1 = \"x\";");

        assertThat(inspected("int x;\n%time|it -n 3 x")).contains("Runs Java many times");
        assertThat(inspected("%%ba|sh\nls")).contains("Runs a script");
        assertThat(inspected("%time n|1")).contains("String n1");
        assertThat(inspected("%pwd\nn|1")).contains("String n1");
    }

    private String inspected(String marked) {
        return notebook.engine
                .inspect(marked.replace("|", ""), marked.indexOf('|'), false)
                .orElseThrow()
                .text();
    }

    @Test
    void completenessOfMagicsIsTheirLinesAffair() {
        assertThat(status("%time 1")).isEqualTo(Status.COMPLETE);
        assertThat(status("%pwd\nint x = 1;")).isEqualTo(Status.COMPLETE);
        assertThat(status("%pwd\nvoid f() {")).isEqualTo(Status.INCOMPLETE);
        assertThat(status("!ls (")).isEqualTo(Status.COMPLETE);
        assertThat(status("%%bash\nls")).isEqualTo(Status.INCOMPLETE);
        assertThat(status("%%bash\nls\n")).isEqualTo(Status.COMPLETE);
    }

    private static Status status(String code) {
        return notebook.engine.isComplete(code).status();
    }

    @Test
    void theInitScriptRunsBeforeTheFirstCellAndNeverStopsIt() throws Exception {
        Path script = folder.resolve("init.jsh");
        Files.writeString(
                script, "int fromInit = 11;\nSystem.out.println(\"ready\");\nint bad = absent;\nint never = 1;\n");
        try (var fresh =
                new Notebook(EngineOptions.defaults().withoutExtensions().initScript(script))) {
            fresh.run(ExecuteRequest.of("1").asSilent());
            assertThat(fresh.value("fromInit + 1")).isEqualTo("12");
            assertThat(String.join("", fresh.last.shown))
                    .contains("init.jsh, line 3")
                    .contains("absent");
            fresh.run("1");
            assertThat(String.join("", fresh.last.shown)).doesNotContain("init.jsh");
        }
    }

    @Test
    void everyStatementThroughJShellIsTheSame() {
        try (var slow =
                new Notebook(EngineOptions.defaults().withoutExtensions().throughJShell())) {
            assertThat(slow.value("int m1 = 4;\n%time m1 * 2")).isNotEmpty();
            assertThat(slow.error("%pwd\n%time Integer.parseInt(\"x\")")).contains("line 2:   %time Integer");
            slow.run("%timeit -w 5 -r 3 -n 2 Math.abs(m1)");
            assertThat(String.join("", slow.last.shown)).contains("best ");
        }
    }
}
