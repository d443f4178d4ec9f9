var job = crawl("https://docs.example/").limit(20).start();
job.await();
job.waterfall(); job.lanes(); job.why()
