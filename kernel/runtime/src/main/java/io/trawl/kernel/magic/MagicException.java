package io.trawl.kernel.magic;

import java.util.Optional;

/** A magic could not do what was written; the message says what to write or do instead. */
public final class MagicException extends Exception {

    private static final long serialVersionUID = 1;

    /** What went wrong; {@link #title} is the error's name in the notebook. */
    public enum Kind {
        UNKNOWN("UnknownMagic"),
        USAGE("MagicUsage"),
        DEPENDENCY("DependencyError"),
        COMMAND("CommandFailed"),
        FILE("FileError");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }
    }

    private final Kind kind;
    private final transient Optional<Span> where;

    public MagicException(Kind kind, String message) {
        this(kind, message, null);
    }

    /** @param where what to mark; the whole line of the magic where null */
    MagicException(Kind kind, String message, @org.jspecify.annotations.Nullable Span where) {
        super(message);
        this.kind = kind;
        this.where = Optional.ofNullable(where);
    }

    static MagicException usage(String message) {
        return new MagicException(Kind.USAGE, message);
    }

    public Kind kind() {
        return kind;
    }

    public Optional<Span> where() {
        return where;
    }
}
