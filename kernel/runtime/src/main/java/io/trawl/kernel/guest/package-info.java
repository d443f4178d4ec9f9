/**
 * The code of cells as a guest in this process: how its classes are woven, loaded and kept apart from the kernel's, whose
 * work a thread does, and how a cell is run, stopped and, where nothing helps, abandoned. Knows neither JShell nor Jupyter.
 *
 * <p>Threads: one cell thread per {@link io.trawl.kernel.guest.CellRunner}, replaced after it was abandoned; one shared
 * timer for the grace after an interrupt. {@link io.trawl.kernel.guest.Hooks} is called on every thread that runs cell code.
 */
@NullMarked
package io.trawl.kernel.guest;

import org.jspecify.annotations.NullMarked;
