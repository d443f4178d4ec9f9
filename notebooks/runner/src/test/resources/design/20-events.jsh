var log = new ArrayList<JobEvent>();
var job = scrape("https://example.com/").start();
job.onProgress(p -> System.out.println(p)); job.onEvent(e -> log.add(e)); job(job.id()).errors()
