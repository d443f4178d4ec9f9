package io.trawl;

/** Draws a view as plain text. */
final class ViewText {
    private ViewText() {}

    static String of(View view) {
        return view.toString();
    }
}
