package io.trawl.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.matrix.Row;
import java.math.BigDecimal;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers as people write them. */
@Row("A6")
class NumbersTest {
    private static BigDecimal number(String text, String locale) {
        return Numbers.first(text, false, () -> locale.isEmpty() ? null : Locale.forLanguageTag(locale));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    £51.77           | 51.77
                    1.234,56 €       | 1234.56
                    $1,234.56        | 1234.56
                    1 234,5          | 1234.5
                    1\u00a0234,5     | 1234.5
                    1\u202f234\u202f567,5 | 1234567.5
                    12,34,567        | 1234567
                    ₹1,23,45,678.90  | 12345678.90
                    1'234'567.80     | 1234567.80
                    CHF 1’299.–      | 1299
                    1.234.567        | 1234567
                    12,5             | 12.5
                    0,125            | 0.125
                    1234,567         | 1234.567
                    1,299            | 1299
                    1.299            | 1.299
                    1.299 €          | 1299
                    € 1.299          | 1299
                    12.500 ₫         | 12500
                    1.299,-          | 1299
                    1,299.–          | 1299
                    1.837,32 €       | 1837.32
                    $1.299.000       | 1299000
                    .5               | 0.5
                    v.5              | 5
                    about -3 °C      | -3
                    − £51.77         | -51.77
                    -$5              | -5
                    $-5              | -5
                    A-3              | 3
                    10–20            | 10
                    4.5 123 reviews  | 4.5
                    12 34            | 12
                    1.5e-3           | 0.0015
                    2E5x             | 2
                    In stock (22 available) | 22
                    ٣٫٥              | 3.5
                    １２３           | 123
                    1,234,567.891    | 1234567.891
                    """)
    void theFirstNumberOfATextIsRead(String text, BigDecimal value) {
        assertThat(number(text, "")).isEqualByComparingTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "1.299, de, 1299",
        "'1,299', de, 1.299",
        "1.299, en-US, 1.299",
        "'1,299', en, 1299",
        "1.299, de-CH, 1.299",
        "'1,299', fr, 1.299",
        "1.299, fr, 1299",
        "12.5, de, 12.5"
    })
    void theLocaleDecidesOnlyWhatCouldBeBoth(String text, String locale, BigDecimal value) {
        assertThat(number(text, locale)).isEqualByComparingTo(value);
    }

    @Test
    void aWholeNumberHasGroupsRatherThanAFraction() {
        assertThat(Numbers.first("1.299 Stück", true, () -> null)).isEqualByComparingTo("1299");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "", "1.2.3", "12.05.2024", "1,23,4"})
    void whatIsNoNumberIsNotMadeOne(String text) {
        assertThatThrownBy(() -> number(text, "")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void hostileTextsEndSoon() {
        assertThatThrownBy(() -> number("9".repeat(5_000_000), "")).hasMessageContaining("100 digits");
        assertThatThrownBy(() -> number("1.".repeat(5_000_000), "")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> number("x".repeat(5_000_000), "")).isInstanceOf(IllegalArgumentException.class);
        assertThat(number("1e999999999", "")).isEqualByComparingTo("1");
    }
}
