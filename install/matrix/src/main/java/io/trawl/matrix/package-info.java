/** The matrix of the mission's rows: {@link io.trawl.matrix.Row} marks a test, {@link io.trawl.matrix.Matrix} prints. */
@NullMarked
package io.trawl.matrix;

import org.jspecify.annotations.NullMarked;
