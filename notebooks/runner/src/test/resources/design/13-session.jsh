var polite = session(c -> c.connections(100).connectionsPerHost(30).keepAlive(seconds(30)).timeouts(seconds(30), seconds(10), seconds(20))
        .userAgent("research-bot (mailto:me@example.org)"));
polite.batch(site.urls()).await();
use(polite)                                // the verbs of later cells
