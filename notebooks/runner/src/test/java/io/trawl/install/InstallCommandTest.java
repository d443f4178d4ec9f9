package io.trawl.install;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.trawl.matrix.Row;
import io.trawl.notebook.run.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kernel where Jupyter looks, and gone again without a trace; in folders with spaces in their names. */
@Row("E2")
class InstallCommandTest {
    @TempDir
    Path folder;

    private Path prefix;

    @BeforeEach
    void distribution() throws IOException {
        Path home = folder.resolve("the distribution");
        for (String jar : new String[] {"lib/kernel/trawl-kernel.jar", "lib/user/trawl-dsl.jar"}) {
            Files.createDirectories(home.resolve(jar).getParent());
            Files.writeString(home.resolve(jar), "");
        }
        System.setProperty("trawl.home", home.toString());
        prefix = folder.resolve("an environment");
    }

    @AfterEach
    void clear() {
        System.clearProperty("trawl.home");
    }

    private Path spec() {
        return prefix.resolve("share/jupyter/kernels/trawl/kernel.json");
    }

    private int install() {
        return Main.run("install", "--prefix", prefix.toString(), "--no-archive");
    }

    @Test
    void theSpecNamesAJavaAndWhatItRuns() throws IOException {
        assertThat(install()).isZero();
        var spec = new ObjectMapper().readTree(spec().toFile());
        assertThat(spec.path("language").asText()).isEqualTo("java");
        assertThat(spec.path("interrupt_mode").asText()).isEqualTo("message");
        assertThat(Path.of(spec.path("argv").path(0).asText())).isAbsolute().isExecutable();
        assertThat(spec.path("argv").toString()).contains("{connection_file}", "io.trawl.kernel.Main");
    }

    @Test
    void installingTwiceIsInstallingOnce() {
        assertThat(install()).isZero();
        assertThat(install()).isZero();
        assertThat(spec()).exists();
    }

    @Test
    void uninstallLeavesNothing() throws IOException {
        install();
        assertThat(Main.run("uninstall", "--prefix", prefix.toString())).isZero();
        try (var left = Files.walk(prefix)) {
            assertThat(left.filter(Files::isRegularFile)).isEmpty();
        }
    }
}
