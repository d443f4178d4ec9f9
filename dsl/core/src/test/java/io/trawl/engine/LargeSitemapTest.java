package io.trawl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.matrix.Row;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A sitemap may have 50 MB, whatever the session allows to a page. */
@Row("A7")
class LargeSitemapTest {
    private static final int URLS = 25_000;

    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/robots.txt", x -> {
            byte[] text = ("Sitemap: " + url("/plain.xml") + "\nSitemap: " + url("/packed.xml.gz")).getBytes();
            x.sendResponseHeaders(200, text.length);
            x.getResponseBody().write(text);
            x.close();
        });
        byte[] plain = sitemap("plain");
        var packed = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(packed)) {
            zip.write(sitemap("packed"));
        }
        assertThat(plain).hasSizeGreaterThan(11_000_000);
        serve("/plain.xml", plain);
        serve("/packed.xml.gz", packed.toByteArray());
        serve("/page", plain);
        serve("/", "<title>Home</title>".getBytes());
        server.start();
    }

    private void serve(String path, byte[] body) {
        server.createContext(path, x -> {
            x.sendResponseHeaders(200, body.length);
            x.getResponseBody().write(body);
            x.close();
        });
    }

    private byte[] sitemap(String name) {
        var xml = new StringBuilder("<urlset>");
        for (int i = 0; i < URLS; i++) {
            xml.append("<url><loc>")
                    .append(url("/" + name + "/" + i))
                    .append("</loc><lastmod>2026-11-21</lastmod><priority>0.5</priority>")
                    .append(" ".repeat(400))
                    .append("</url>\n");
        }
        return xml.append("</urlset>").toString().getBytes(StandardCharsets.UTF_8);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    @Test
    void isReadPastTheCapOfPages() {
        try (var session = LocalSession.open(c -> c.maxBody(1_000_000, 2_000_000))) {
            var job = session.crawl(url("/"))
                    .sitemap(io.trawl.Crawl.Sitemap.INCLUDE)
                    .limit(2 * URLS)
                    .budget(b -> b.pages(1))
                    .start();
            job.await();
            assertThat(job.progress().total()).hasValue(2 * URLS);

            var page = session.batch(List.of(url("/page"))).robots(false).await();
            assertThat(page.failed()).extracting(Failure::kind).containsExactly(ErrorKind.TOO_LARGE);
        }
    }
}
