var doc = scrape("https://example.com/").formats(MARKDOWN, LINKS).await();
doc.title()
