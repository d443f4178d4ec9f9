var doc = scrape("https://example.com/").await();
doc.select(".price")                       // matches as a table; also doc.text(".price"), doc.tables(), doc.rows("li.book", Book.class)
