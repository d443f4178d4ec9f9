var docs = crawl("https://docs.example/").limit(200).depth(3).include("/guide/.*").exclude(".*print=.*")
        .maxConcurrency(8).spacing(millis(250)).start();
docs                                       // in other cells while it runs: docs.pause(), docs.resume(), docs.partial().table(), docs.cancel()
