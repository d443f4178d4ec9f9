package io.trawl.kernel.wire;

/** The sockets of a kernel that carry messages. */
public enum Channel {
    SHELL,
    CONTROL,
    STDIN,
    IOPUB
}
