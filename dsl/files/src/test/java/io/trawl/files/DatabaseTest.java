package io.trawl.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.Sink;
import io.trawl.matrix.Row;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import javax.tools.ToolProvider;
import org.h2.tools.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a database is reached: its driver, and the connections to it. */
@Row("B20")
class DatabaseTest {
    @TempDir
    Path folder;

    @Test
    void aDriverThatCameWithACellIsFound() throws Exception {
        Path source = Files.writeString(folder.resolve("Demo.java"), """
                import java.sql.*;
                import java.util.*;
                public class Demo implements Driver {
                    public Connection connect(String url, Properties info) { return null; }
                    public boolean acceptsURL(String url) { return url.startsWith("jdbc:demo:"); }
                    public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) { return new DriverPropertyInfo[0]; }
                    public int getMajorVersion() { return 7; }
                    public int getMinorVersion() { return 0; }
                    public boolean jdbcCompliant() { return false; }
                    public java.util.logging.Logger getParentLogger() { return null; }
                }""");
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, "-proc:none", source.toString()))
                .isZero();
        Files.createDirectories(folder.resolve("META-INF/services"));
        // The first cannot be loaded, and does not hide the second.
        Files.writeString(folder.resolve("META-INF/services/java.sql.Driver"), "Missing\nDemo\n");
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        assertThatThrownBy(() -> Sink.jdbc("jdbc:demo:x", "prices")).hasMessageContaining("no driver for jdbc:demo");
        try (var cells = new URLClassLoader(new java.net.URL[] {folder.toUri().toURL()}, before)) {
            thread.setContextClassLoader(cells);
            Sink<Object> sink = Sink.jdbc("jdbc:demo:x", "prices");
            thread.setContextClassLoader(before);
            assertThatThrownBy(() -> sink.open("job", null))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("the driver Demo does not take jdbc:demo:x");
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void thePoolIsAsTheOptionsSay() {
        var options = JdbcOptions.of(
                s -> s.pool(20).overflow(10).validation(Duration.ofSeconds(2)).recycle(Duration.ofHours(2)));
        assertThat(options.pool()).isEqualTo(new JdbcOptions.Pool(20, 10, Duration.ofSeconds(2), Duration.ofHours(2)));
        assertThat(JdbcOptions.DEFAULT.pool())
                .isEqualTo(new JdbcOptions.Pool(1, 4, Duration.ofSeconds(5), Duration.ofHours(1)));
    }

    @Test
    void sinksOfOneDatabaseShareItsConnections() throws Exception {
        String url = Databases.url(Databases.Kind.H2, folder);
        var small = JdbcOptions.of(s -> s.pool(1).overflow(1));
        var first = Pools.open(Database.of(url, small));
        var second = Pools.open(Database.of(url, small));
        assertThat(second).isSameAs(first);
        first.close();
        try (var one = second.take();
                var other = second.take()) {
            assertThat(one.isValid(1)).isTrue();
            assertThat(other.isValid(1)).isTrue();
        }
        second.close();
        assertThatThrownBy(second::take).hasMessageContaining("are closed");
        var third = Pools.open(Database.of(url, small));
        assertThat(third).isNotSameAs(first);
        third.close();
    }

    @Test
    void aConnectionThatDiedIsReplacedBeforeItIsUsed() throws Exception {
        var server = Server.createTcpServer("-tcpPort", "0", "-ifNotExists").start();
        String url = "jdbc:h2:tcp://localhost:" + server.getPort() + "/" + folder.resolve("restarted");
        try (var pool =
                Pools.open(Database.of(url, JdbcOptions.of(s -> s.pool(1).overflow(0))))) {
            pool.take().close();
            server.stop();
            server = Server.createTcpServer("-tcpPort", String.valueOf(server.getPort()), "-ifNotExists")
                    .start();
            try (var connection = pool.take()) {
                assertThat(connection.isValid(5)).isTrue();
            }
        } finally {
            server.stop();
        }
    }

    @Test
    void aDatabaseThatIsNotThereIsSaidWhenTheJobStarts() {
        var sink = Sink.jdbc("jdbc:sqlite:" + folder.resolve("no/such/folder/x.db"), "prices");
        assertThatThrownBy(() -> sink.open("job", null)).isInstanceOf(SQLException.class);
        assertThat(List.of(Database.known())).isNotEmpty();
    }
}
