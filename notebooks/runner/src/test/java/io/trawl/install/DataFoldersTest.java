package io.trawl.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.matrix.Row;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The table of jupyter_core's {@code jupyter_data_dir}. */
@Row("E2")
class DataFoldersTest {

    private static final Path HOME = Path.of("/home/ada");

    private static Path user(String system, Map<String, String> environment) {
        return new DataFolders(environment, system, HOME).user();
    }

    @Test
    void the_users_data_folder_is_what_the_platform_says() {
        assertThat(user("Linux", Map.of())).isEqualTo(HOME.resolve(".local/share/jupyter"));
        assertThat(user("Linux", Map.of("XDG_DATA_HOME", "/data"))).isEqualTo(Path.of("/data/jupyter"));
        assertThat(user("Mac OS X", Map.of("XDG_DATA_HOME", "/data"))).isEqualTo(HOME.resolve("Library/Jupyter"));
        assertThat(user("Windows 11", Map.of("APPDATA", "/roaming"))).isEqualTo(Path.of("/roaming/jupyter"));
        assertThat(user("Linux", Map.of("JUPYTER_DATA_DIR", "/j", "XDG_DATA_HOME", "/data")))
                .isEqualTo(Path.of("/j"));
    }

    @Test
    void an_active_environment_is_the_one_that_is_meant() {
        var venv = new DataFolders(Map.of("VIRTUAL_ENV", "/venv", "CONDA_PREFIX", "/conda"), "Linux", HOME);
        var conda = new DataFolders(Map.of("CONDA_PREFIX", "/conda"), "Linux", HOME);

        assertThat(venv.ofPython()).isEqualTo(Path.of("/venv/share/jupyter"));
        assertThat(conda.ofPython()).isEqualTo(Path.of("/conda/share/jupyter"));
    }
}
