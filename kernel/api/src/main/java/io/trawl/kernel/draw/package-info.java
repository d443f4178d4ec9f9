/**
 * How values become what a front end shows: the renderers of extensions first, then the kernel's own drawing. Knows no
 * Jupyter and no JShell, so that a rendering can be tested in a plain JUnit test (see {@code io.trawl.kernel.testing}).
 * Not visible to cells.
 */
@NullMarked
package io.trawl.kernel.draw;

import org.jspecify.annotations.NullMarked;
