package io.trawl.matrix;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/**
 * Writes a line {@code row TAB outcome TAB test} to the file named by {@code -Dtrawl.rows} for each finished test that
 * carries {@link Row}. Found by the JUnit launcher through its service file; silent where the property is absent.
 */
public final class RowListener implements TestExecutionListener {

    private final String file = System.getProperty("trawl.rows");

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        write(test, result.getStatus() == TestExecutionResult.Status.SUCCESSFUL ? "passed" : "failed");
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        write(test, "skipped");
    }

    private void write(TestIdentifier test, String outcome) {
        if (file == null || !test.isTest() || !(test.getSource().orElse(null) instanceof MethodSource source)) {
            return;
        }
        var lines = new StringBuilder();
        for (String row : rows(source)) {
            lines.append(row)
                    .append('\t')
                    .append(outcome)
                    .append('\t')
                    .append(source.getJavaClass().getSimpleName())
                    .append('.')
                    .append(source.getMethodName())
                    .append('\n');
        }
        append(lines.toString());
    }

    private static Set<String> rows(MethodSource source) {
        var rows = new LinkedHashSet<String>();
        Method method = source.getJavaMethod();
        add(rows, method.getAnnotation(Row.class));
        for (Class<?> type = source.getJavaClass(); type != null; type = type.getEnclosingClass()) {
            add(rows, type.getAnnotation(Row.class));
        }
        return rows;
    }

    private static void add(Set<String> rows, Row row) {
        if (row != null) {
            rows.addAll(Set.of(row.value()));
        }
    }

    private synchronized void append(String lines) {
        if (lines.isEmpty()) {
            return;
        }
        try {
            Path path = Path.of(file);
            Files.createDirectories(path.toAbsolutePath().getParent());
            Files.writeString(path, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
