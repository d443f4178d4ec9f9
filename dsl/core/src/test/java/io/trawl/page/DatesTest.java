package io.trawl.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.matrix.Row;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dates as people and programs write them. */
@Row("A6")
class DatesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Wed Aug 05 12:00:00 2015        | en | 2015-08-05
                    Wed Aug 05 13:08:45 +0000 2015  | en | 2015-08-05
                    Wed Aug  5 13:08:45 CEST 2015   | en | 2015-08-05
                    Sept. 4th, 2014                 | en | 2014-09-04
                    27. 05. 2022. u 14:34           | hr | 2022-05-27
                    1. 3. 2024                      | cs | 2024-03-01
                    11 जुलाई 1994, 11:12             | hi | 1994-07-11
                    25 মার্চ 1971                    | bn | 1971-03-25
                    13 января 2015 г. в 13:34       | ru | 2015-01-13
                    Miércoles 20 de Noviembre de 2013 | es | 2013-11-20
                    """)
    void aDateIsFoundInItsText(String text, String locale, LocalDate date) {
        assertThat(Dates.read(text, LocalDate.class, "", () -> Locale.forLanguageTag(locale)))
                .isEqualTo(date);
    }

    @Test
    void aTimeBetweenDayAndYearCounts() {
        assertThat(Dates.read("Wed Aug 05 13:08:45 +0200 2015", Instant.class, "", () -> null))
                .isEqualTo(Instant.parse("2015-08-05T11:08:45Z"));
    }
}
