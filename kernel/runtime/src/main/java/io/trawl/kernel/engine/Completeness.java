package io.trawl.kernel.engine;

/**
 * Whether code can be executed as it stands (Jupyter messaging, {@code is_complete_reply}).
 *
 * @param indent what the next line should start with; empty unless INCOMPLETE
 */
public record Completeness(Status status, String indent) {

    /** The statuses of the protocol. */
    public enum Status {
        COMPLETE,
        INCOMPLETE,
        INVALID,
        UNKNOWN
    }
}
