package io.trawl.kernel.api;

/**
 * A library's door into the kernel: found by {@link java.util.ServiceLoader} on the user's class path when the kernel
 * starts, and installed once, before the first cell runs.
 */
public interface KernelExtension {

    /** Called once, on the thread that starts the language; an exception is logged and the kernel goes on without it. */
    void install(Kernel kernel);
}
