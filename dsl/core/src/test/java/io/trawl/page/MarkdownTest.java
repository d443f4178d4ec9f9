package io.trawl.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.matrix.Row;
import java.net.URI;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** HTML as Markdown, element by element. */
@Row("A2")
class MarkdownTest {
    private static final URI BASE = URI.create("http://a.example/guide/");

    private static String markdown(String html) {
        return Markdown.of(Jsoup.parse(html).body(), BASE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "<h2>Title</h2>                              | ## Title",
                "<p>one <b>two</b> <i>three</i></p>          | one **two** _three_",
                "<p>un<i>believ</i>able</p>                  | un*believ*able",
                "<p><s>old</s></p>                           | ~~old~~",
                "<p>a <code>x `y`</code></p>                 | a `` x `y` ``",
                "<a href='limits'>Limits</a>                 | [Limits](http://a.example/guide/limits)",
                "<a href='#'>here</a>                        | here",
                "<a href='/x'><h3>T</h3></a>                 | ### [T](http://a.example/x)",
                "<img src='/a.png' alt='A'>                  | ![A](http://a.example/a.png)",
                "<img src='data:image/png;base64,AA' alt='A'>| ![A](<Base64-Image-Removed>)",
                "<p>1. not a list</p>                        | 1\\. not a list",
                "<p># not a heading</p>                      | \\# not a heading",
                "<p>2 * 3 [x] a_b _c_</p>                    | 2 \\* 3 \\[x\\] a_b \\_c\\_",
                "<hr>                                        | * * *",
            })
    void oneLine(String html, String expected) {
        assertThat(markdown(html)).isEqualTo(expected);
    }

    @Test
    void listsNestAndCount() {
        assertThat(markdown("<ol start=9><li>nine<ul><li>a</li><li>b</li></ul></li><li>ten</li></ol>"))
                .isEqualTo("9. nine\n   - a\n   - b\n10. ten");
    }

    @Test
    void blocksAreApart() {
        assertThat(markdown("<div>one<p>two</p><blockquote><p>three</p><p>four</p></blockquote></div>"))
                .isEqualTo("one\n\ntwo\n\n> three\n>\n> four");
    }

    @Test
    void codeKeepsItsLinesItsLanguageAndALongerFence() {
        assertThat(markdown("<pre><code class='hljs language-java'>int x;\n```\n  y</code></pre>"))
                .isEqualTo("````java\nint x;\n```\n  y\n````");
    }

    @Test
    void tablesAreGfm() {
        assertThat(markdown("<table><tr><th>a</th><th align=right>b|c</th></tr>"
                        + "<tr><td colspan=2>wide</td></tr><tr><td>x<br>y</td><td>1</td></tr></table>"))
                .isEqualTo("| a | b\\|c |\n| --- | --: |\n| wide |  |\n| x<br>y | 1 |");
    }

    @Test
    void aTableWithoutHeaderGetsAnEmptyOne() {
        assertThat(markdown("<table><tr><td>a</td><td>b</td></tr></table>"))
                .isEqualTo("|  |  |\n| --- | --- |\n| a | b |");
    }

    @Test
    void whatIsNoTextIsLeftOut() {
        assertThat(markdown("<p>a</p><script>x()</script><style>b{}</style><noscript>n</noscript>"))
                .isEqualTo("a");
    }

    @Test
    void deepNestingIsNoDanger() {
        String deep = "<div>".repeat(5_000) + "bottom" + "</div>".repeat(5_000);
        assertThat(markdown(deep)).isEqualTo("bottom");
        assertThat(markdown("<em>".repeat(2_000) + "x")).contains("x");
    }

    /** What stands inside a mark and would keep it from being one goes outside; where none is possible there is none. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "<p><i>one&nbsp;</i>two</p>                        | _one_\u00a0two",
                "<p>one<i>&nbsp;two</i></p>                        | one\u00a0_two_",
                "<p><b>one</b><b>two</b></p>                       | **onetwo**",
                "<p><i>one</i><i>two</i></p>                       | _onetwo_",
                "<p><b>one</b><i>two</i></p>                       | **one**_two_",
                "<p>one<b>(two)</b>three</p>                       | one(two)three",
                "<p>one <b>(two)</b> three</p>                     | one **(two)** three",
                "<p>one<b><code>x</code></b></p>                   | one`x`",
                "<p><code>one</code><code>two</code></p>           | `one` `two`",
                "<p><a href='/x' title='a&#10;&#10; \"b\"'>c</a></p>      | [c](http://a.example/x \"a \\\"b\\\"\")",
                "<a href='/x'><h4>One</h4><h3>Two</h3></a>         | [One Two](http://a.example/x)",
                "<dl><dt><p>a</p><p>b</p></dt></dl>                | **a b**",
            })
    void whatComesOutIsReadAsWhatWentIn(String html, String expected) {
        assertThat(markdown(html)).isEqualTo(expected);
    }
}
