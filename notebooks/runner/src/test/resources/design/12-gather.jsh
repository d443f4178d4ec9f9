var mixed = gather(scrape("https://a.example/"), crawl("https://b.example/").limit(10)).deadline(seconds(30)).await();
mixed.first()                              // an Outcome<Document>: one may fail; mixed.orThrow() for all or nothing
