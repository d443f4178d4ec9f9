var site = MockSite.start(s -> s.pages(5, i -> "<h1>Page " + i + "</h1>").delay(seconds(1)).status("/flaky", 500, 429, 200));
var one = timed(() -> { for (var u : site.urls()) scrape(u).await(); });
var many = timed(() -> batch(site.urls()).await());
compare(one, many)                         // 5.0 s against 1.0 s, with lanes
