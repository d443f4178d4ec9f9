batch(urls).retry(r -> r.attempts(4).backoff(seconds(1), 2.0).on(TIMEOUT, CONNECT).budget(0.2))
        .timeout(seconds(10)).deadline(minutes(5)).breaker(5, seconds(60), 2).await().failed()
