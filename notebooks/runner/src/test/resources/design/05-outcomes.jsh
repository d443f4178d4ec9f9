var pages = batch(urls).await();
for (var outcome : pages) {
    if (outcome instanceof Ok<Document> ok) System.out.println(ok.value().title());
    else if (outcome instanceof Failed<Document> bad) System.err.println(bad.failure().kind() + " " + bad.failure().url());
}
