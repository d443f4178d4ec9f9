package io.trawl.notebook.run;

import java.io.File;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What cells see in these tests: the test's own class path without the kernel's logging. */
final class UserSide {
    private UserSide() {}

    static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("logback"))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
