package io.trawl.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.View.Ink;
import io.trawl.matrix.Row;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is drawn reads, on light and on dark: contrast as WCAG 2.2 computes it. */
@Row("D6")
class PaletteTest {

    @ParameterizedTest
    @EnumSource(Palette.class)
    void textContrastsByFourAndAHalf(Palette palette) {
        assertThat(contrast(palette.text, palette.ground)).isGreaterThanOrEqualTo(4.5);
        assertThat(contrast(palette.muted, palette.ground)).isGreaterThanOrEqualTo(4.5);
    }

    @ParameterizedTest
    @EnumSource(Palette.class)
    void graphicsContrastByThreeAndThoseThatCarryTextByMore(Palette palette) {
        for (Ink ink : Ink.values()) {
            double least = ink == Ink.QUIET ? 3 : 4.5;
            assertThat(contrast(palette.inks.get(ink), palette.ground))
                    .as("%s on %s", ink, palette)
                    .isGreaterThanOrEqualTo(least);
        }
    }

    @ParameterizedTest
    @EnumSource(Palette.class)
    void bothAreInTheStyleOfEveryPicture(Palette palette) {
        assertThat(Palette.style()).contains(palette.ground, palette.text, "prefers-color-scheme:dark");
        palette.inks.values().forEach(colour -> assertThat(Palette.style()).contains(colour));
    }

    private static double contrast(String a, String b) {
        double lighter = Math.max(luminance(a), luminance(b));
        double darker = Math.min(luminance(a), luminance(b));
        return (lighter + 0.05) / (darker + 0.05);
    }

    private static double luminance(String hex) {
        double[] weights = {0.2126, 0.7152, 0.0722};
        double sum = 0;
        for (int i = 0; i < 3; i++) {
            double c = Integer.parseInt(hex.substring(1 + 2 * i, 3 + 2 * i), 16) / 255.0;
            sum += weights[i] * (c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4));
        }
        return sum;
    }
}
