record Book(@Css("h3 a@title") String title, @Css(".price") BigDecimal price, @Css(".stock") boolean inStock) {}
var books = crawl("https://books.example/").limit(50).follow("li.next a").rows("article.product", Book.class).await();
books.table().sortDescendingOn("price")
