package io.trawl.notebook.run;

import java.io.File;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What cells see in these tests: the test's own class path without the kernel's side, as in a distribution. */
final class UserSide {
    private static final String KERNEL_SIDE =
            ".*(kernel.runtime|trawl-kernel-\\d|runner.target.classes|logback|jjava|jeromq).*";

    private UserSide() {}

    static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.matches(KERNEL_SIDE))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
