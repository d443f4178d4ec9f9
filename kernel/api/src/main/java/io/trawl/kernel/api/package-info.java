/**
 * What an extension of the kernel sees: renderers, displays, cells, comms. Free of dependencies, shared by the kernel's own
 * class loader and the user's: nothing else of the kernel is visible to user code.
 */
@NullMarked
package io.trawl.kernel.api;

import org.jspecify.annotations.NullMarked;
