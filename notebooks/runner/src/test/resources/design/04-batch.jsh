var pages = batch(urls).maxConcurrency(10).perHost(2).retry(3).timeout(seconds(20)).await();
pages.summary()
