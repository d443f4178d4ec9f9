package io.trawl.install;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trawl.matrix.Row;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A kernel installed for real, from a distribution made of the class path of this test, with blanks in every path. */
@Row("E2")
class InstallTest {

    @TempDir
    Path temp;

    private Path prefix;
    private final StringWriter said = new StringWriter();

    @BeforeEach
    void distribution() throws IOException {
        Path home = temp.resolve("the distribution");
        TestDistribution.make(home);
        System.setProperty("trawl.home", home.toString());
        prefix = temp.resolve("the prefix");
    }

    @AfterEach
    void forget() {
        System.clearProperty("trawl.home");
    }

    private int run(Object command, String... arguments) {
        said.getBuffer().setLength(0);
        var writer = new PrintWriter(said, true);
        return new CommandLine(command)
                .setOut(writer)
                .setErr(writer)
                .setExecutionExceptionHandler((e, c, parsed) -> {
                    writer.println(e.getMessage());
                    return 1;
                })
                .execute(arguments);
    }

    private Path kernel(String name) {
        return prefix.resolve("share/jupyter/kernels").resolve(name);
    }

    @Test
    void an_installed_kernel_starts_is_found_well_and_leaves_nothing() throws IOException {
        assertThat(run(new InstallCommand(), "--prefix", prefix.toString())).isZero();

        JsonNode spec = new ObjectMapper()
                .readTree(kernel("trawl").resolve("kernel.json").toFile());
        assertThat(spec.path("interrupt_mode").asText()).isEqualTo("message");
        assertThat(spec.path("language").asText()).isEqualTo("java");
        assertThat(Path.of(spec.at("/argv/0").asText())).isAbsolute().isExecutable();
        assertThat(spec.at("/argv/1").asText()).isEqualTo("@" + kernel("trawl").resolve("kernel.args"));
        assertThat(spec.at("/argv/3").asText()).isEqualTo("{connection_file}");
        assertThat(kernel("trawl").resolve("archive")).isNotEmptyDirectory();
        assertThat(said.toString()).contains("with an archive of classes");

        assertThat(run(new DoctorCommand(), "--prefix", prefix.toString()))
                .as(said.toString())
                .isZero();
        assertThat(said.toString())
                .containsPattern("first cell answered after \\d+ ms")
                .contains(
                        "logs     " + Path.of(System.getProperty("trawl.data")).resolve("logs"));

        assertThat(run(new UninstallCommand(), "--prefix", prefix.toString())).isZero();
        assertThat(prefix.resolve("share")).doesNotExist();
    }

    @Test
    void beside_ipywidgets_7_it_speaks_as_that_does() throws IOException {
        Path manager = Files.createDirectories(
                prefix.resolve("share/jupyter/labextensions/@jupyter-widgets/jupyterlab-manager"));
        for (var known : Map.of("3.1.11", "7", "5.0.16", "").entrySet()) {
            Files.writeString(manager.resolve("package.json"), "{\"version\": \"" + known.getKey() + "\"}");
            assertThat(run(new InstallCommand(), "--prefix", prefix.toString(), "--no-archive"))
                    .isZero();
            JsonNode spec = new ObjectMapper()
                    .readTree(kernel("trawl").resolve("kernel.json").toFile());
            assertThat(spec.at("/env/TRAWL_IPYWIDGETS").asText())
                    .as(known.getKey())
                    .isEqualTo(known.getValue());
        }
    }

    @Test
    void it_can_be_installed_again_and_beside_itself() throws IOException {
        assertThat(run(new InstallCommand(), "--prefix", prefix.toString(), "--no-archive"))
                .isZero();
        assertThat(run(new InstallCommand(), "--prefix", prefix.toString(), "--no-archive"))
                .isZero();
        assertThat(run(
                        new InstallCommand(),
                        "--prefix",
                        prefix.toString(),
                        "--no-archive",
                        "--name",
                        "bare-java",
                        "--bare",
                        "--jvm-arg",
                        "-Xmx512m"))
                .isZero();

        assertThat(InstalledKernel.allIn(prefix.resolve("share/jupyter")))
                .extracting(InstalledKernel::name)
                .containsExactly("bare-java", "trawl");
        assertThat(kernel("bare-java").resolve("lib/user")).isEmptyDirectory();
        assertThat(kernel("bare-java").resolve("kernel.args")).content().contains("\"-Xmx512m\"");
    }

    @Test
    void the_kernel_of_somebody_else_is_left_alone() throws IOException {
        Path other = Files.createDirectories(kernel("trawl")).resolve("kernel.json");
        Files.writeString(other, "{\"argv\": [\"python\"]}");

        assertThat(run(new InstallCommand(), "--prefix", prefix.toString())).isEqualTo(1);
        assertThat(said.toString()).contains("somebody else");
        assertThat(run(new UninstallCommand(), "--prefix", prefix.toString())).isEqualTo(1);
        assertThat(other).exists();
    }

    @Test
    void wrong_usage_is_said() {
        assertThat(run(new InstallCommand(), "--prefix", prefix.toString(), "--user"))
                .isEqualTo(2);
        assertThat(run(new InstallCommand(), "--name", "../x", "--prefix", prefix.toString()))
                .isEqualTo(1);
        assertThat(run(new InstallCommand(), "--java", temp.toString(), "--prefix", prefix.toString()))
                .isEqualTo(1);
        assertThat(said.toString()).contains("no Java at");
        assertThat(prefix).doesNotExist();
    }

    @Test
    void the_doctor_says_what_is_broken() throws IOException {
        run(new InstallCommand(), "--prefix", prefix.toString(), "--no-archive");
        for (Path jar : new Distribution(kernel("trawl")).kernel()) {
            Files.delete(jar);
        }

        assertThat(run(new DoctorCommand(), "--prefix", prefix.toString())).isEqualTo(1);
        assertThat(said.toString()).contains("!!", "it does not start", "try: trawl install");
    }

    @Test
    void the_collector_suits_the_machine_and_yields_to_a_chosen_one() {
        assertThat(Jvm.collector(2, List.of("-Xmx1g"))).containsExactly("-XX:+UseSerialGC");
        assertThat(Jvm.collector(8, List.of())).contains("-XX:+UseG1GC");
        assertThat(Jvm.collector(2, List.of("-XX:+UseZGC"))).isEmpty();
    }

    @Test
    void a_java_is_asked_what_it_is() {
        Jvm current = Jvm.current();

        assertThat(Jvm.of(current.java()))
                .satisfies(jvm -> assertThat(jvm.feature()).isEqualTo(current.feature()))
                .satisfies(jvm -> assertThat(jvm.version()).isEqualTo(current.version()));
        assertThat(Jvm.of(Path.of(System.getProperty("java.home"))).java()).isAbsolute();
        assertThat(List.of(current.quiet().isEmpty())).containsExactly(current.feature() < 24);
    }
}
