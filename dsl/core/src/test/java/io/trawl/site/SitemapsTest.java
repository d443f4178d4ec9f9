package io.trawl.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.matrix.Row;
import io.trawl.page.Fetched;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sitemaps of every kind, also such as no XML parser would take. */
@Row("A7")
class SitemapsTest {
    private static Sitemaps parse(byte[] body) {
        String url = "http://a.example/maps/sitemap.xml";
        return Sitemaps.parse(new Fetched(url, url, 200, Map.of(), body, Instant.EPOCH, Duration.ZERO));
    }

    private static Sitemaps parse(String body) {
        return parse(body.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> pages(String body) {
        return parse(body).pages().stream().map(Sitemaps.Entry::url).toList();
    }

    private static byte[] zipped(byte[] body) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(body);
        }
        return out.toByteArray();
    }

    @Test
    void theUrlsOfASetInTheirOrderEachOnce() {
        assertThat(pages("""
                <?xml version="1.0" encoding="UTF-8"?>
                <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
                  <url><loc> http://a.example/1?x=1&amp;y=2 </loc><lastmod>2026-01-01</lastmod></url>
                  <url><loc><![CDATA[http://a.example/2&3]]></loc><priority>0.5</priority></url>
                  <url><loc>/relative</loc></url>
                  <url><loc>ftp://a.example/no</loc></url>
                  <url></url>
                  <url><loc>http://a.example/1?x=1&amp;y=2</loc></url>
                </urlset>
                """))
                .containsExactly("http://a.example/1?x=1&y=2", "http://a.example/2&3", "http://a.example/relative");
    }

    @Test
    void anIndexNamesSitemaps() {
        var index = parse("""
                <sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
                  <sitemap><loc>http://a.example/s1.xml.gz</loc></sitemap><sitemap><loc>s2.xml</loc></sitemap>
                </sitemapindex>
                """);
        assertThat(index.sitemaps()).containsExactly("http://a.example/s1.xml.gz", "http://a.example/maps/s2.xml");
        assertThat(index.pages()).isEmpty();
    }

    @Test
    void newsVideosAndOtherLanguagesAreKnown() {
        var map = parse("""
                <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="x" xmlns:xhtml="http://www.w3.org/1999/xhtml">
                  <url><loc>http://a.example/news</loc>
                    <news:news><news:publication><news:name>The Post</news:name></news:publication>
                      <news:title>A &amp; B merge</news:title></news:news></url>
                  <url><loc>http://a.example/video</loc>
                    <video:video><video:title>Grilling</video:title><video:description>How to</video:description></video:video>
                    <image:image><image:loc>http://a.example/pic.png</image:loc></image:image></url>
                  <url><loc>http://a.example/en</loc>
                    <xhtml:link rel="alternate" hreflang="de" href="http://a.example/de"/>
                    <xhtml:link rel="alternate" hreflang="en" href="http://a.example/en"/></url>
                </urlset>
                """);
        assertThat(map.pages())
                .containsExactly(
                        new Sitemaps.Entry("http://a.example/news", "A & B merge", ""),
                        new Sitemaps.Entry("http://a.example/video", "Grilling", "How to"),
                        new Sitemaps.Entry("http://a.example/en", "", ""),
                        new Sitemaps.Entry("http://a.example/de", "", ""));
    }

    @Test
    void aPrefixOfItsOwnDoesNotHideTheElements() {
        assertThat(pages("<sm:urlset xmlns:sm='x'><sm:url><sm:loc>http://a.example/1</sm:loc></sm:url></sm:urlset>"))
                .containsExactly("http://a.example/1");
    }

    @Test
    void feedsAreSitemapsToo() {
        assertThat(parse("""
                        <rss version="2.0"><channel><link>http://a.example/</link><image><url>http://a.example/logo.png</url></image>
                        <item><title>One</title><link>http://a.example/1</link><description>First</description></item>
                        <item><title>Two</title><guid>http://a.example/2</guid></item>
                        <item><title>None</title><guid>tag:none</guid></item></channel></rss>
                        """).pages())
                .containsExactly(
                        new Sitemaps.Entry("http://a.example/1", "One", "First"),
                        new Sitemaps.Entry("http://a.example/2", "Two", ""));
        assertThat(parse("""
                        <feed xmlns="http://www.w3.org/2005/Atom"><link href="http://a.example/"/>
                        <entry><title>One</title><link rel="self" href="http://a.example/x"/><link href="/1"/><summary>First</summary></entry>
                        <entry><title>Two</title><link rel="alternate" href="http://a.example/2"/></entry></feed>
                        """).pages())
                .containsExactly(
                        new Sitemaps.Entry("http://a.example/1", "One", "First"),
                        new Sitemaps.Entry("http://a.example/2", "Two", ""));
    }

    @Test
    void plainTextIsOneUrlALine() {
        assertThat(pages("\uFEFFhttp://a.example/1\r\n\r\n  https://a.example/2 \nnot a URL\rHTTP://A.example/3"))
                .containsExactly("http://a.example/1", "https://a.example/2", "http://a.example/3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "ISO-8859-1", "UTF-16BE", "UTF-16LE", "windows-1252"})
    void anyEncodingThatItNamesIsRead(String charset) {
        String mark = charset.startsWith("UTF") ? "\uFEFF" : "";
        String xml = mark + "<?xml version=\"1.0\" encoding=\"" + charset
                + "\"?>\n<urlset><url><loc>http://a.example/ä</loc></url></urlset>";
        assertThat(parse(xml.getBytes(Charset.forName(charset))).pages())
                .extracting(Sitemaps.Entry::url)
                .containsExactly("http://a.example/%C3%A4");
    }

    @Test
    void gzipIsUnpackedAndOfATornOneWhatThereIs() throws IOException {
        var xml = new StringBuilder("<urlset>");
        for (int i = 0; i < 5_000; i++) {
            xml.append("<url><loc>http://a.example/")
                    .append(Integer.toHexString(i * 7919))
                    .append("</loc></url>");
        }
        byte[] whole = zipped(xml.append("</urlset>").toString().getBytes(StandardCharsets.UTF_8));
        assertThat(parse(whole).pages()).hasSize(5_000);
        assertThat(parse(Arrays.copyOf(whole, whole.length / 2)).pages()).hasSizeBetween(100, 4_999);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // a bare ampersand, a missing end tag, a lost one, markup that stops, a comment, rubbish before
                "<urlset><url><loc>http://a.example/1?a=1&b=2</loc></url><url><loc>http://a.example/2</loc></url></urlset>",
                "<urlset><url><loc>http://a.example/1?a=1&b=2</loc></url><url><loc>http://a.example/2",
                "<urlset><url><loc>http://a.example/1?a=1&b=2</url><url><loc>http://a.example/2</loc></url></urlset>",
                "<urlset></video><url><loc>http://a.example/1?a=1&b=2</loc></url><url><loc>http://a.example/2</loc></url><url><lo",
                "\n\n <!-- made by hand --><urlset><url><loc>http://a.example/1?a=1&b=2</loc></url><url><loc>http://a.example/2</loc></url>",
            })
    void whatAnXmlParserStopsAtIsReadOn(String xml) {
        assertThat(pages(xml)).contains("http://a.example/1?a=1&b=2").hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void entitiesAndExternalFilesAreNothing() {
        String bomb =
                "<!DOCTYPE urlset [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY x SYSTEM \"file:///etc/passwd\">]>";
        assertThat(pages(bomb + "<urlset><url><loc>http://a.example/&b;&x;</loc></url></urlset>"))
                .allSatisfy(url -> assertThat(url).doesNotContain("aaaa", "root"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "<html><body><a href='/x'>x</a></body></html>", "{\"a\":1}", "<", "\0\0\0"})
    void whatIsNoSitemapNamesNothing(String body) {
        assertThat(parse(body)).isEqualTo(new Sitemaps(List.of(), List.of()));
    }

    @Test
    void theProtocolsLimitsAreKept() throws IOException {
        var many = new StringBuilder("<urlset>");
        for (int i = 0; i <= Sitemaps.MAX_URLS; i++) {
            many.append("<url><loc>http://a.example/").append(i).append("</loc></url>");
        }
        assertThat(parse(many.toString()).pages()).hasSize(Sitemaps.MAX_URLS);
        assertThat(parse(zipped(new byte[200_000_000])).pages()).as("a bomb").isEmpty();
        assertThat(parse("<a>".repeat(1_000_000)).pages())
                .as("an endless depth")
                .isEmpty();
    }

    @Test
    void whatSomebodyForgotIsFoundAllTheSame() {
        assertThat(pages("<urlset><url><loc>http://a.example/1</loc><loc>http://a.example/2</loc></url></urlset>"))
                .containsExactly("http://a.example/1", "http://a.example/2");
        assertThat(pages("<urlset><url><loc><url>http://a.example/1</url></loc></url></urlset>"))
                .containsExactly("http://a.example/1");
        assertThat(pages("<urlset><url><loc>\u00a0http://a.example/1 \u2003</loc></url></urlset>"))
                .containsExactly("http://a.example/1");
        assertThat(parse("<sitemapindex><sitemap>\nhttp://a.example/a.xml?b=1&amp;c=2\n</sitemap></sitemapindex>")
                        .sitemaps())
                .containsExactly("http://a.example/a.xml?b=1&c=2");
    }
}
