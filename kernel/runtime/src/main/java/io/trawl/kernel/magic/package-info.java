/**
 * The commands of a cell that are not Java: {@code %name arguments} on a line, {@code %%name} on the first line with the
 * rest of the cell as its body, {@code !command}. {@link io.trawl.kernel.magic.Magics} finds them in a cell's text, runs,
 * completes and explains them; what they need of the running session they ask of
 * {@link io.trawl.kernel.magic.Workspace} and {@link io.trawl.kernel.magic.Call}, which the engine implements. Knows
 * neither Jupyter nor JShell.
 */
@NullMarked
package io.trawl.kernel.magic;

import org.jspecify.annotations.NullMarked;
