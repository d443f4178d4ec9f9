var folder = Files.createTempDirectory("design");
var saved = crawl("https://docs.example/").limit(40).checkpoint(folder.resolve("docs.trawl")).await();   // run the same cell again: it resumes
jobs()
