package io.trawl.kernel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.trawl.kernel.api.Kernel;
import io.trawl.kernel.magic.MavenSettings;
import io.trawl.matrix.Row;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Libraries added by cells: found, fetched, told, and there for compiling, completing and running. */
@Row("D5")
class LibrariesTest {

    @TempDir
    static Path shared;

    private static LibraryFolder central;
    private static MavenSettings maven;

    private Notebook notebook;

    @BeforeAll
    static void makeLibraries() throws IOException {
        central = new LibraryFolder(shared, "central");
        central.versioned("org.demo:leaf:1.0", "org.demo.Leaf");
        central.versioned("org.demo:leaf:2.0", "org.demo.Leaf");
        central.versioned("org.demo:branch:1.0", "org.demo.Branch", "org.demo:leaf:1.0");
        central.versioned("org.demo:tree:1.0", "org.demo.Tree", "org.demo:branch:1.0", "org.demo:tests:1.0:test");
        central.versioned("org.demo:other:1.0", "org.demo.Other", "org.demo:leaf:2.0");
        central.versioned("org.demo:strict1:1.0", "org.demo.Strict1", "org.demo:leaf:[1.0]");
        central.versioned("org.demo:strict2:1.0", "org.demo.Strict2", "org.demo:leaf:[2.0]");
        Path settings = shared.resolve("settings.xml");
        Files.writeString(
                settings,
                "<settings><mirrors><mirror><id>mirror</id><mirrorOf>central</mirrorOf><url>" + central.folder.toUri()
                        + "</url></mirror></mirrors></settings>");
        maven = MavenSettings.defaults().offline(false).settings(settings).localRepository(shared.resolve("local"));
    }

    @BeforeEach
    void start() {
        notebook = new Notebook(EngineOptions.defaults().maven(maven));
    }

    @AfterEach
    void stop() {
        notebook.close();
    }

    /** The last frame of what the cell showed. */
    private String added(String cell) {
        ExecuteResult result = notebook.run(cell);
        assertThat(result.error().map(ErrorReport::plainText)).as(cell).isEmpty();
        return notebook.last.bundles.get(notebook.last.bundles.size() - 1).text();
    }

    private String warned() {
        return String.join(
                "",
                notebook.last.shown.stream()
                        .filter(s -> s.startsWith("stderr:"))
                        .toList());
    }

    @Test
    void aLibraryComesWithWhatItNeedsForEveryPathOfTheKernel() {
        String told = added("%maven org.demo:tree:1.0");

        assertThat(told)
                .startsWith("added ")
                .contains("tree 1.0", "branch 1.0", "leaf 1.0")
                .contains("3 libraries");
        assertThat(told).doesNotContain("tests");
        assertThat(notebook.value("org.demo.Tree.version() + org.demo.Leaf.version()"))
                .isEqualTo("1.01.0");
        assertThat(notebook.value("import org.demo.*;\nString v() { return Branch.version(); }\nv()"))
                .isEqualTo("1.0");
        assertThat(notebook.value("var leaf = new Leaf();\nleaf.getClass().getClassLoader().getName()"))
                .isEqualTo("trawl-user");
        Completions found = notebook.engine.complete("Leaf.ver", 8);
        assertThat(found.items()).extracting(Completions.Item::text).containsExactly("version()");
    }

    @Test
    void whatIsNamedWithItInOneCellComesAfterIt() {
        assertThat(notebook.value("%maven org.demo:leaf:1.0\nimport org.demo.Leaf;\nLeaf.version()"))
                .isNotEmpty();
        assertThat(notebook.last.shown).anyMatch(s -> s.equals("result:1.0"));
    }

    @Test
    void theSecondBlockCountsAndTheSameOneAgainChangesNothing() {
        added("%maven org.demo:leaf:1.0");
        assertThat(added("%maven org.demo:branch:1.0"))
                .contains("added branch 1.0")
                .contains("already there: leaf 1.0");
        assertThat(added("%maven org.demo:branch:1.0")).startsWith("already there: ");
        assertThat(notebook.value("org.demo.Branch.version()")).isEqualTo("1.0");
    }

    @Test
    void aRestartedKernelFindsThemOfflineToo() {
        added("%maven org.demo:tree:1.0");
        notebook.close();
        notebook = new Notebook(EngineOptions.defaults().maven(maven.offline(true)));

        assertThat(added("%maven org.demo:tree:1.0")).contains("3 libraries");
        assertThat(notebook.value("org.demo.Tree.version()")).isEqualTo("1.0");
    }

    @Test
    void aBlockHoldsLinesOrXml() {
        assertThat(added("%%maven\norg.demo:leaf:1.0  // small\n\norg.demo:branch:1.0\n"))
                .contains("2 libraries");
        assertThat(added("""
                %%maven
                <dependency>
                  <groupId>org.demo</groupId>
                  <artifactId>other</artifactId>
                  <version>1.0</version>
                  <exclusions><exclusion><groupId>org.demo</groupId><artifactId>leaf</artifactId></exclusion></exclusions>
                </dependency>""")).isEqualTo("added other 1.0 (1 library, 1 kB)");
        assertThat(notebook.error("%%maven\n<dependency>\n  <groupId>x</groupID>\n</dependency>"))
                .contains("line 3")
                .contains("not XML");
    }

    @Test
    void exclusionsIntransitiveRangesAndTheNewest() {
        assertThat(added("%maven org.demo:tree:1.0 --exclude org.demo:leaf")).contains("2 libraries");
        assertThat(added("%maven --intransitive org.demo:other:1.0")).contains("added other 1.0 (1 library");
        assertThat(added("%maven org.demo:leaf:[1.0, 2.0)")).contains("leaf 1.0");
        notebook.close();
        notebook = new Notebook(EngineOptions.defaults().maven(maven));
        assertThat(added("%maven org.demo:leaf")).contains("leaf 2.0");
        assertThat(added("%maven org.demo:leaf:LATEST")).contains("already there: leaf 2.0");
    }

    @Test
    void anotherVersionThanTheLoadedOneIsRefusedInWords() {
        added("%maven org.demo:leaf:1.0");
        notebook.run("%maven org.demo:leaf:2.0");

        assertThat(warned())
                .contains("org.demo:leaf 1.0 was added by an earlier cell and stays; 2.0 is not added")
                .contains("restart");
        assertThat(notebook.value("org.demo.Leaf.version()")).isEqualTo("1.0");
    }

    @Test
    void aClashWithTheKernelsOwnClassPathNamesBothVersionsAndTheWinner() throws IOException {
        Path own = central.folder.resolve("org/demo/leaf/2.0/leaf-2.0.jar");
        notebook.close();
        notebook = new Notebook(EngineOptions.defaults().classPath(List.of(own)).maven(maven));

        assertThat(added("%maven org.demo:branch:1.0")).contains("added branch 1.0 (1 library");
        assertThat(warned())
                .contains("org.demo:leaf 2.0 belongs to this kernel's own class path and stays; 1.0 is not");
        assertThat(notebook.value("org.demo.Leaf.version()")).isEqualTo("2.0");
    }

    @Test
    void whatCannotBeHadSaysWhyAndWhere() {
        ErrorReport missing = notebook.run("%maven org.demo:absent:1.0").error().orElseThrow();
        assertThat(missing.name()).isEqualTo("DependencyError");
        assertThat(missing.message())
                .contains("org.demo:absent")
                .contains("not found in mirror (" + central.folder.toUri());
        assertThat(notebook.error("%maven org.demo:strict1:1.0 org.demo:strict2:1.0"))
                .contains("cannot be had together")
                .contains("leaf");
        assertThat(notebook.error("%maven org.demo:leaf:[7,8)")).contains("org.demo:leaf");
        assertThat(notebook.error("%maven gson")).contains("group:artifact:version");
        assertThat(notebook.error("%maven --exlude a:b org.demo:leaf:1.0")).contains("--exclude");
        assertThat(notebook.error("%maven")).contains("group:artifact:version");
        notebook.run("%offline on");
        assertThat(notebook.error("%maven org.demo:absent:2.0")).contains("offline");
        assertThat(notebook.value("1")).isEqualTo("1");
    }

    @Test
    void aRepositoryOfOnesOwnIsAskedFirstAlsoAfterItWasMissed(@TempDir Path folder) throws IOException {
        assertThat(notebook.error("%maven org.own:thing:1.0")).contains("not found");
        var own = new LibraryFolder(folder, "own");
        own.versioned("org.own:thing:1.0", "org.own.Thing");
        notebook.run("%repository own " + own.folder);

        assertThat(String.join("", notebook.last.shown)).contains("own is asked first");
        notebook.run("%offline on");
        assertThat(added("%maven org.own:thing:1.0")).contains("thing 1.0");
        notebook.run("%repository");
        assertThat(notebook.last.shown.get(0)).startsWith("stdout:own  file:");
        assertThat(notebook.error("%repository x /no/such/folder")).contains("no file");
    }

    @Test
    void aRepositoryOverHttpShowsWhatItFetchesAndWhatItLacks(@TempDir Path folder) throws Exception {
        var own = new LibraryFolder(folder, "own");
        own.versioned("org.web:page:1.0", "org.web.Page");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            Path file = own.folder.resolve(exchange.getRequestURI().getPath().substring(1));
            byte[] body = Files.isRegularFile(file) ? Files.readAllBytes(file) : new byte[0];
            exchange.sendResponseHeaders(body.length > 0 ? 200 : 404, body.length > 0 ? body.length : -1);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            String url = "http://localhost:" + server.getAddress().getPort() + "/";
            notebook.run("%repository web " + url);
            assertThat(added("%maven org.web:page:1.0")).isEqualTo("added page 1.0 (1 library, 1 kB)");
            assertThat(notebook.last.shown.get(0)).startsWith("display:fetching: 0 files, 0 kB · page-1.0.pom");
            assertThat(notebook.last.shown.subList(1, notebook.last.shown.size()))
                    .allMatch(s -> s.startsWith("update:"));
            assertThat(notebook.error("%maven org.web:page:2.0")).contains("not found in web (" + url + ")");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aRepositoryThatNeverAnswersIsLeftByAnInterrupt() throws Exception {
        try (var silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            notebook.run("%repository silent http://localhost:" + silent.getLocalPort() + "/");
            var sink = new RecordingSink();
            CompletableFuture<ExecuteResult> cell = CompletableFuture.supplyAsync(
                    () -> notebook.engine.execute(ExecuteRequest.of("%maven org.silent:thing:1.0"), sink));
            try (Socket asked = silent.accept()) {
                notebook.engine.interrupt();
                assertThat(cell.get(60, TimeUnit.SECONDS).error().orElseThrow().name())
                        .isEqualTo(ErrorReport.INTERRUPTED);
            }
        }
        assertThat(notebook.value("6 * 7")).isEqualTo("42");
    }

    @Test
    void aPomBringsItsDependenciesByScope(@TempDir Path folder) throws IOException {
        Files.writeString(
                folder.resolve("parent.xml"),
                "<project><modelVersion>4.0.0</modelVersion><groupId>p</groupId><artifactId>p</artifactId>"
                        + "<version>1</version><packaging>pom</packaging><properties><leaf>1.0</leaf></properties></project>");
        Path pom = folder.resolve("pom.xml");
        Files.writeString(pom, """
                <project><modelVersion>4.0.0</modelVersion>
                  <parent><groupId>p</groupId><artifactId>p</artifactId><version>1</version>
                    <relativePath>parent.xml</relativePath></parent>
                  <artifactId>x</artifactId>
                  <dependencies>
                    <dependency><groupId>org.demo</groupId><artifactId>leaf</artifactId><version>${leaf}</version></dependency>
                    <dependency><groupId>org.demo</groupId><artifactId>other</artifactId><version>1.0</version>
                      <scope>test</scope></dependency>
                  </dependencies></project>""");

        assertThat(added("%pom " + pom)).isEqualTo("added leaf 1.0 (1 library, 1 kB)");
        assertThat(added("%pom --scope test " + pom)).contains("added other 1.0");
        assertThat(added("%%pom\n<dependency><groupId>org.demo</groupId><artifactId>branch</artifactId>"
                        + "<version>1.0</version></dependency>"))
                .contains("branch 1.0");
    }

    @Test
    void jarsGlobsAndFoldersOfClasses(@TempDir Path folder) throws IOException {
        var own = new LibraryFolder(folder, "own");
        Files.createDirectories(folder.resolve("lib"));
        own.library("a:one:1").source("a.One", "package a; public class One {}").jar(folder.resolve("lib/one.jar"));
        own.library("a:two:1").source("a.Two", "package a; public class Two {}").jar(folder.resolve("lib/two.jar"));
        Files.createDirectories(folder.resolve("classes"));

        notebook.run("%cd " + folder + "\n%jars lib/o*.jar");
        assertThat(notebook.value("new a.One().getClass().getName()")).isEqualTo("a.One");
        assertThat(notebook.error("new a.Two()")).contains("Two");
        notebook.run("%jars lib");
        assertThat(notebook.value("new a.Two().getClass().getName()")).isEqualTo("a.Two");
        notebook.run("%classpath classes\n%classpath");
        assertThat(String.join("", notebook.last.shown)).contains("two.jar").contains("classes");
        assertThat(notebook.error("%jars nothing/*.jar")).contains("no file");
        assertThat(notebook.error("%jars lib/x*.jar")).contains("no jar matches");
    }

    @Test
    void theKernelsLibrariesAreInvisibleAndAnotherVersionOfThemWorks() throws IOException {
        assertThat(notebook.error("com.google.gson.Gson g;")).contains("com.google.gson");
        for (String[] library : new String[][] {
            {"com.google.code.gson:gson:0.1", "com.google.gson.Gson"},
            {"org.zeromq:jeromq:0.1", "org.zeromq.ZMQ"},
            {"org.ow2.asm:asm:0.1", "org.objectweb.asm.ClassWriter"},
            {"ch.qos.logback:logback-classic:0.1", "ch.qos.logback.classic.Logger"},
            {"org.apache.maven.resolver:maven-resolver-api:0.1", "org.eclipse.aether.RepositorySystem"}
        }) {
            central.versioned(library[0], library[1]);
            assertThat(added("%maven " + library[0])).startsWith("added ");
            assertThat(notebook.value(library[1] + ".version()")).isEqualTo("0.1");
            assertThat(notebook.value("var c" + library[1].length() + " = Class.forName(\"" + library[1] + "\");\nc"
                            + library[1].length() + ".getClassLoader().getName()"))
                    .isEqualTo("trawl-user");
        }
    }

    @Test
    void anExtensionThatArrivesIsInstalledAtOnceWithImportsRenderersAndMagics() throws Exception {
        Path api = Path.of(
                Kernel.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        central.library("org.ext:ext:1.0")
                .compiledWith(List.of(api))
                .resource("META-INF/services/io.trawl.kernel.api.KernelExtension", "org.ext.Ext\n")
                .source("org.ext.Money", "package org.ext; public record Money(int cents) {}")
                .source("org.ext.Ext", """
                        package org.ext;
                        import io.trawl.kernel.api.*;
                        import java.util.Optional;
                        public class Ext implements KernelExtension {
                            public void install(Kernel kernel) {
                                kernel.imports("import org.ext.*");
                                kernel.renderers().add(Money.class, (m, d) -> Bundle.text(m.cents() + " cents"));
                                kernel.add(new Magic() {
                                    public String help() { return "%hello name\\n%%hello\\nGreets."; }
                                    public void run(Cell cell, String arguments, Optional<String> body) {
                                        if (arguments.equals("bad")) { throw new IllegalStateException("no greeting"); }
                                        System.out.println("hello " + arguments + body.orElse(""));
                                    }
                                });
                            }
                        }""")
                .make();

        assertThat(added("%maven org.ext:ext:1.0")).contains("ext 1.0");
        assertThat(notebook.value("new Money(5)")).isEqualTo("5 cents");
        notebook.run("%hello you");
        assertThat(notebook.last.shown).containsExactly("stdout:hello you\n");
        assertThat(notebook.error("%hello bad")).contains("no greeting");
        assertThat(notebook.run("%help hello").page().orElseThrow().text()).contains("Greets.");
        notebook.run("%reset");
        assertThat(notebook.value("new Money(6)")).isEqualTo("6 cents");
    }

    @Test
    void aDatabaseDriverThatArrivesIsUsable() throws Exception {
        central.library("org.db:db:1.0")
                .resource("META-INF/services/java.sql.Driver", "org.db.Db\n")
                .source("org.db.Db", """
                        package org.db;
                        import java.sql.*;
                        import java.util.*;
                        public class Db implements Driver {
                            static {
                                try { DriverManager.registerDriver(new Db()); }
                                catch (SQLException e) { throw new ExceptionInInitializerError(e); }
                            }
                            public Connection connect(String url, Properties info) { return null; }
                            public boolean acceptsURL(String url) { return url.startsWith("jdbc:demo:"); }
                            public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
                                return new DriverPropertyInfo[0];
                            }
                            public int getMajorVersion() { return 7; }
                            public int getMinorVersion() { return 0; }
                            public boolean jdbcCompliant() { return false; }
                            public java.util.logging.Logger getParentLogger() { return null; }
                        }""")
                .make();
        // DriverManager has looked for drivers by now.
        notebook.run("java.sql.DriverManager.drivers().count()");
        added("%maven org.db:db:1.0");

        assertThat(notebook.value("java.sql.DriverManager.getDriver(\"jdbc:demo:x\").getMajorVersion()"))
                .isEqualTo("7");
    }

    @Test
    void bothWaysOfCompilingSeeWhatWasAdded() {
        notebook.close();
        notebook = new Notebook(EngineOptions.defaults().maven(maven).throughJShell());

        added("%maven org.demo:leaf:1.0");
        assertThat(notebook.value("org.demo.Leaf.version()")).isEqualTo("1.0");
        assertThat(notebook.error("org.zeromq.ZMQ z;")).contains("org.zeromq");
    }

    @Test
    void aFailureOfAnEarlierCellKeepsItsLineAfterTheClassPathGrew() {
        int first = notebook.run("Runnable r = () -> { };\nInteger.parseInt(\"a\");")
                .count();
        added("%maven org.demo:leaf:1.0");

        String error = notebook.error("\n\nInteger.parseInt(\"b\");");
        assertThat(error).contains("cell " + (first + 2) + ", line 3:");
        assertThat(notebook.value("r.run();\n\"still\"")).isEqualTo("still");
    }

    @Test
    void coordinatesAreCompletedFromWhatIsAtHand() {
        added("%maven org.demo:tree:1.0");

        assertThat(complete("%maven org.de")).contains("org.demo:");
        assertThat(complete("%maven org.demo:t")).containsExactly("org.demo:tree:");
        assertThat(complete("%maven org.demo:leaf:")).containsExactly("org.demo:leaf:2.0", "org.demo:leaf:1.0");
    }

    private List<String> complete(String code) {
        return notebook.engine.complete(code, code.length()).items().stream()
                .map(Completions.Item::text)
                .toList();
    }
}
