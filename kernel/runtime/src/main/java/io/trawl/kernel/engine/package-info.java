/**
 * Java as a notebook language, without Jupyter: cells are executed, completed, inspected in this process. The kernel
 * drives it over ZeroMQ, {@code trawl run} and tests drive it directly. Start at {@link io.trawl.kernel.engine.Engine}.
 */
@NullMarked
package io.trawl.kernel.engine;

import org.jspecify.annotations.NullMarked;
