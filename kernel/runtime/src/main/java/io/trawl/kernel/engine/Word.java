package io.trawl.kernel.engine;

/** The identifier around a place; empty where there is none. */
record Word(int start, int end) {

    static Word at(String code, int index) {
        int end = index;
        while (end < code.length() && Character.isJavaIdentifierPart(code.codePointAt(end))) {
            end += Character.charCount(code.codePointAt(end));
        }
        int start = index;
        while (start > 0 && Character.isJavaIdentifierPart(code.codePointBefore(start))) {
            start -= Character.charCount(code.codePointBefore(start));
        }
        return new Word(start, end);
    }
}
