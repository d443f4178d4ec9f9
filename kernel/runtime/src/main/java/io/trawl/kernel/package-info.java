/**
 * The kernel: a language engine behind Jupyter's protocol. {@link io.trawl.kernel.Main} is the process.
 */
@NullMarked
package io.trawl.kernel;

import org.jspecify.annotations.NullMarked;
