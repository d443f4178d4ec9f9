package io.trawl.kernel.magic;

/**
 * A piece of a cell's text and where it begins, so that what is wrong in it is marked where it stands.
 *
 * @param offset in UTF-16 units from the start of the text
 */
public record Span(int offset, String text) {

    int end() {
        return offset + text.length();
    }

    Span from(int index) {
        return new Span(offset + index, text.substring(index));
    }

    Span strip() {
        String stripped = text.strip();
        return new Span(offset + text.indexOf(stripped), stripped);
    }
}
