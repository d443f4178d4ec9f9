/**
 * Installs the kernel for Jupyter, takes it out again, and says what it found: {@code trawl install}, {@code uninstall},
 * {@code doctor}. Needs no Python. A kernel is one folder, {@code kernels/NAME} in a Jupyter data folder, that holds
 * everything: the specification, the libraries, and an archive that makes the JVM start faster.
 */
@NullMarked
package io.trawl.install;

import org.jspecify.annotations.NullMarked;
