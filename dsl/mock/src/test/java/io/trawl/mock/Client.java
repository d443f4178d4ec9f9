package io.trawl.mock;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The JDK's client: one that knows nothing of Trawl. */
final class Client {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Client() {}

    static HttpResponse<byte[]> get(String url) throws Exception {
        return begin(url).get(30, TimeUnit.SECONDS);
    }

    static String text(String url) throws Exception {
        return new String(get(url).body(), java.nio.charset.StandardCharsets.UTF_8);
    }

    static CompletableFuture<HttpResponse<byte[]>> begin(String url) {
        return HTTP.sendAsync(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofByteArray());
    }
}
