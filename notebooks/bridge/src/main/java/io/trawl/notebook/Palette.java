package io.trawl.notebook;

import io.trawl.View.Ink;
import java.util.Map;

/**
 * The colours of pictures, on light and on dark. A picture brings its own ground, so it reads on any page, whatever that
 * page's theme and the system's; each ink contrasts with it by 4.5 : 1, so that text in it, or on it in the colour of
 * the ground, reads (WCAG 2.2, 1.4.3); the quiet one, which carries no text, by 3 : 1 (1.4.11).
 */
enum Palette {
    LIGHT(
            "#ffffff",
            "#1f2328",
            "#59636e",
            Map.of(
                    Ink.QUIET, "#8c959f",
                    Ink.FIRST, "#1f6fb5",
                    Ink.SECOND, "#1a7f5a",
                    Ink.THIRD, "#a35200",
                    Ink.FOURTH, "#7b4fc9",
                    Ink.FIFTH, "#b0307a",
                    Ink.SIXTH, "#5f6f12",
                    Ink.GOOD, "#2c7a44",
                    Ink.WARNING, "#946200",
                    Ink.BAD, "#c0392b")),
    DARK(
            "#1b1f24",
            "#e6e9ed",
            "#9aa4af",
            Map.of(
                    Ink.QUIET, "#6c7681",
                    Ink.FIRST, "#62aef0",
                    Ink.SECOND, "#4fc08d",
                    Ink.THIRD, "#f0a35e",
                    Ink.FOURTH, "#b79cf5",
                    Ink.FIFTH, "#f08cc0",
                    Ink.SIXTH, "#b9c95a",
                    Ink.GOOD, "#62c27c",
                    Ink.WARNING, "#e3b341",
                    Ink.BAD, "#f5857a"));

    final String ground;
    final String text;
    final String muted;
    final Map<Ink, String> inks;

    Palette(String ground, String text, String muted, Map<Ink, String> inks) {
        this.ground = ground;
        this.text = text;
        this.muted = muted;
        this.inks = inks;
    }

    /** The style of a picture, in both. */
    static String style() {
        return "text{font:12px sans-serif}.m{font-size:11px}.h{font-weight:bold}.b{fill:currentColor}"
                + ".l{fill:none;stroke:currentColor;stroke-width:1.6}.d{stroke-dasharray:5 4}"
                + ".p{fill:none;stroke:currentColor;stroke-width:4.5;stroke-linecap:round}.few{stroke-width:7}"
                + LIGHT.rules() + "@media(prefers-color-scheme:dark){" + DARK.rules() + "}";
    }

    private String rules() {
        var css = new StringBuilder();
        css.append(".g,.on{fill:" + ground + "}.t{fill:" + text + "}.m{fill:" + muted + "}");
        css.append(".r{stroke:" + muted + ";stroke-opacity:.3}.h{fill:" + text + "}.x{stroke:" + ground + "}");
        for (Ink ink : Ink.values()) {
            css.append("." + name(ink) + "{color:" + inks.get(ink) + "}");
        }
        return css.toString();
    }

    /** The class of what is drawn in it. */
    static String name(Ink ink) {
        return "i" + ink.ordinal();
    }
}
