var job = scrape("https://example.com/").start();
job                                        // a future renders live
