package io.trawl.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.matrix.Row;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which encoding a page is in, as browsers find it (WHATWG HTML section 13.2.3, WHATWG Encoding section 4.2). */
@Row("A2")
class CharsetsTest {
    /** No UTF-8, so that nothing is found by looking at the bytes. */
    private static final String BODY = "<p>é</p>";

    private static Charset of(String page, String contentType) {
        return Charsets.of(page.getBytes(StandardCharsets.ISO_8859_1), contentType);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    <meta charset=iso8859-2>                                                      | ISO-8859-2
                    <meta charset = 'iso8859-2' >                                                 | ISO-8859-2
                    <META CHARSET="  ISO8859-2 ">                                                 | ISO-8859-2
                    <meta/charset=iso8859-2>                                                      | ISO-8859-2
                    <meta " charset=iso8859-2>                                                    | ISO-8859-2
                    <meta name=x content="" charset=iso8859-2>                                    | ISO-8859-2
                    <meta http-equiv=Content-Type content="text/html; charset=iso8859-2">         | ISO-8859-2
                    <meta content="text/html; charset = 'iso8859-2'" http-equiv='content-type'>   | ISO-8859-2
                    <meta charset=bogus><meta charset=iso8859-2>                                  | ISO-8859-2
                    <meta charset=iso8859-2><meta charset=koi8-r>                                 | ISO-8859-2
                    <!-- <meta charset=koi8-r> --><meta charset=iso8859-2>                        | ISO-8859-2
                    <p title="x>"><meta charset=iso8859-2>                                        | ISO-8859-2
                    <?xml version="1.0" encoding="iso8859-2"?>                                    | ISO-8859-2
                    <?xml version="1.0" encoding="koi8-r"?><meta charset=iso8859-2>               | ISO-8859-2
                    <meta charset=utf-16>                                                         | UTF-8
                    <meta charset=x-user-defined>                                                 | windows-1252
                    """)
    void thePageItselfSays(String head, String charset) {
        assertThat(of(head + BODY, "text/html")).isEqualTo(Charset.forName(charset));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    <metacharset=iso8859-2>
                    <meta name=description content="text/html; charset=iso8859-2">
                    <meta http-equiv="Content-Style-Type" content="text/html; charset=iso8859-2">
                    <meta content="text/html; charset=iso8859-2">
                    <meta test=" charset=iso8859-2>
                    <!-- <meta charset=iso8859-2> -->
                    <p title="x><meta charset=iso8859-2>
                    """)
    void whatOnlyLooksLikeItDoesNotCount(String head) {
        assertThat(of(head + BODY, "text/html")).isNotEqualTo(Charset.forName("ISO-8859-2"));
    }

    @Test
    void aLongHeadIsReadToItsEndAndALongBodyIsNot() {
        String style = "<title>x</title><style>" + "a{}".repeat(1_000) + "</style>";
        String script = "<script>for (i = 0; i < b; i++) write('<p>')</script>";
        assertThat(of(style + script + "<meta charset=koi8-r>" + BODY, "")).isEqualTo(Charset.forName("KOI8-R"));
        assertThat(of("<p>" + style + "<meta charset=koi8-r>" + BODY, "")).isNotEqualTo(Charset.forName("KOI8-R"));
    }

    @ParameterizedTest
    @CsvSource({
        "latin1, windows-1252",
        "ISO-8859-1, windows-1252",
        "csisolatin2, ISO-8859-2",
        "sun_eu_greek, ISO-8859-7",
        "logical, ISO-8859-8",
        "iso-8859-9, windows-1254",
        "tis-620, x-windows-874",
        "x-mac-cyrillic, x-MacCyrillic",
        "gb2312, GB18030",
        "big5, Big5-HKSCS",
        "shift_jis, windows-31j",
        "ks_c_5601-1987, x-windows-949",
        "utf-16, UTF-16LE",
        "unicode-1-1-utf-8, UTF-8"
    })
    void labelsMeanWhatTheyMeanOnTheWeb(String label, String charset) {
        assertThat(of(BODY, "text/html; charset=" + label)).isEqualTo(Charset.forName(charset));
        assertThat(of(BODY, "text/html;CHARSET=\"" + label + "\"")).isEqualTo(Charset.forName(charset));
    }

    @ParameterizedTest
    @CsvSource({"UTF-32", "IBM037", "UTF-7", "klingon"})
    void whatIsNoLabelOfTheWebCountsAsNone(String label) {
        assertThat(of("<meta charset=koi8-r>" + BODY, "text/html; charset=" + label))
                .isEqualTo(Charset.forName("KOI8-R"));
    }

    @Test
    void aByteOrderMarkComesFirstAndThePageLast() {
        assertThat(of("\u00EF\u00BB\u00BF<meta charset=koi8-r>", "text/html; charset=big5"))
                .isEqualTo(StandardCharsets.UTF_8);
        assertThat(of("\u00FF\u00FEa\0", "text/html; charset=utf-8")).isEqualTo(StandardCharsets.UTF_16LE);
        assertThat(of("<meta charset=koi8-r>" + BODY, "text/html; charset=iso-8859-2"))
                .isEqualTo(Charset.forName("ISO-8859-2"));
    }
}
