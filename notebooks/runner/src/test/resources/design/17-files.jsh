var pages = batch(urls).await();
pages.csv(Path.of("pages.csv")); pages.jsonl(Path.of("pages.jsonl")); pages.parquet(Path.of("pages.parquet"))
