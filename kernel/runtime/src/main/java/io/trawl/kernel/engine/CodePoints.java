package io.trawl.kernel.engine;

/** Cursor positions: Jupyter counts code points (protocol 5.2), Java counts UTF-16 units. */
final class CodePoints {

    private CodePoints() {}

    /** The index in {@code code} that a position means; positions outside are moved inside. */
    static int toIndex(String code, int position) {
        int within = Math.max(0, Math.min(position, code.codePointCount(0, code.length())));
        return code.offsetByCodePoints(0, within);
    }

    static int fromIndex(String code, int index) {
        return code.codePointCount(0, index);
    }
}
