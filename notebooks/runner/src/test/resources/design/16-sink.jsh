record Price(String url, BigDecimal price) {}
Price priceOf(Document d) { return new Price(d.url(), new BigDecimal(d.links().size())); }
var folder = Files.createTempDirectory("design");
crawl("https://shop.example/").limit(20).mapAsync(8, d -> blocking(() -> priceOf(d)))
        .sink(Sink.jdbc("jdbc:sqlite:" + folder.resolve("shop.db"), "prices", s -> s.batch(100).upsertOn("url"))).await().summary()
