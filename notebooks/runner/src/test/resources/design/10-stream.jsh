try (var stream = crawl("https://docs.example/").limit(1000).stream()) {
    stream.filter(Outcome::isOk).limit(20).forEach(o -> System.out.println(o.orThrow().url()));
}
