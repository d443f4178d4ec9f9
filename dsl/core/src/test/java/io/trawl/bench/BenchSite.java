package io.trawl.bench;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.Executors;

/**
 * The site that all crawlers of the benchmark crawl, as a process of its own: fixed pages of one size with 20 links each, a
 * ten-ary tree, so that each page is reached in any order, and random cross links. Prints its port.
 */
public final class BenchSite {
    static final int PAGES = 2_000;
    private static final int THREADS = 16;

    private BenchSite() {}

    /** @param args the size of a page in bytes, or nothing for 9,600 */
    public static void main(String[] args) throws IOException {
        byte[][] pages = pages(args.length > 0 ? Integer.parseInt(args[0]) : 9_600);
        // Else each answer waits 40 ms for the client's delayed acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newFixedThreadPool(THREADS));
        server.createContext("/", x -> {
            String path = x.getRequestURI().getPath().substring(1);
            boolean page = path.matches("\\d{1,4}") && Integer.parseInt(path) < PAGES;
            byte[] body = page ? pages[Integer.parseInt(path)] : new byte[] {'-'};
            x.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            x.sendResponseHeaders(page ? 200 : 404, body.length);
            x.getResponseBody().write(body);
            x.close();
        });
        server.start();
        System.out.println(server.getAddress().getPort());
    }

    private static byte[][] pages(int bytes) {
        byte[][] pages = new byte[PAGES][];
        var random = new Random(1);
        for (int i = 0; i < PAGES; i++) {
            var html = new StringBuilder("<html><head><title>Page " + i + "</title></head><body>");
            for (int c = 10 * i + 1; c <= Math.min(10 * i + 10, PAGES - 1); c++) {
                html.append("<p><a href=\"/" + c + "\">child " + c + "</a></p>");
            }
            for (int c = 0; c < 10; c++) {
                html.append("<a href=\"/" + random.nextInt(PAGES) + "\">see</a> ");
            }
            while (html.length() < bytes) {
                html.append("<p>word").append(random.nextInt(1000)).append(" and <b>more</b> of the same text</p>");
            }
            pages[i] = html.append("</body></html>").toString().getBytes(StandardCharsets.UTF_8);
        }
        return pages;
    }
}
