var site = MockSite.start();
CompletableFuture<Document> f = scrape(site.url("/")).toFuture().orTimeout(5, TimeUnit.SECONDS);
f
