package io.trawl.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The short way that most hrefs take leads where the standard's way leads. */
class ResolverTest {
    private static final List<String> BASES = List.of(
            "http://a.example",
            "https://a.example:8443/x/y?z#f",
            "https://me:secret@a.example/folder/",
            "http://127.0.0.1:81/a%20b/c;d",
            "https://a.example/x|y/z",
            "http://[::1]/v6/");
    private static final List<String> PARTS = List.of(
            "/",
            "//",
            "\\",
            ".",
            "..",
            "%2e",
            "%",
            "?",
            "#",
            ":",
            "@",
            "a",
            "B",
            "7",
            "-",
            "_",
            "~",
            "=",
            "&",
            "'",
            "|",
            "[",
            " ",
            "\t",
            "ä",
            "www.b.example",
            "http:",
            "https://a.example",
            "http://127.0.0.1:81",
            "javascript:",
            "index.html");

    @Test
    void everyHrefLeadsWhereTheStandardHasIt() {
        var random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            var href = new StringBuilder();
            for (int part = random.nextInt(7); part >= 0; part--) {
                href.append(PARTS.get(random.nextInt(PARTS.size())));
            }
            String text = href.toString();
            String base = BASES.get(random.nextInt(BASES.size()));
            Resolver resolver = Urls.resolver(URI.create(base.replace("|", "%7C")));
            assertThat(resolver.resolve(text))
                    .as("\"%s\" on %s", text, base)
                    .isEqualTo(text.startsWith("javascript:") ? java.util.Optional.empty() : resolver.fully(text));
        }
    }

    @Test
    void whatComesOutIsAUriAsItIs() {
        Resolver resolver = Urls.resolver(URI.create("https://a.example/shop/list?page=2"));
        for (String href : List.of("/x/y.html?a=1&b=(2)", "item;v=1", "https://a.example/z!$*+,", "?page=3")) {
            String url = resolver.resolve(href).orElseThrow();
            assertThat(URI.create(url)).hasToString(url);
            assertThat(Urls.parse(url)).hasToString(url);
        }
    }
}
