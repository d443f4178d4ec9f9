crawl("https://docs.example/").limit(100).explain()                // dry run: scope, robots, pace, first URLs
