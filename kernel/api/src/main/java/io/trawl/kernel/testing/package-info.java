/**
 * For a library's own tests: shows a value as the kernel would, without Jupyter, without a kernel process. See
 * {@link io.trawl.kernel.testing.Rendering}.
 */
@NullMarked
package io.trawl.kernel.testing;

import org.jspecify.annotations.NullMarked;
