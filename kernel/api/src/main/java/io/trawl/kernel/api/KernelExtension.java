package io.trawl.kernel.api;

/**
 * A library's door into the kernel: found by {@link java.util.ServiceLoader} on the user's class path when the kernel
 * starts, or in a jar that a cell adds, and installed once, before the next cell runs.
 */
public interface KernelExtension {

    /** Called once, on the thread that starts the language or on that of the cell that adds the jar; an exception is logged and the kernel goes on without it. */
    void install(Kernel kernel);
}
