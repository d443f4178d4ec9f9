package io.trawl.engine;

import io.trawl.Document;
import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.ScrapeException;
import io.trawl.page.Fetched;
import io.trawl.page.Pages;

/** A response to a page, or to the failure that an unwanted status is. */
final class PageParsing {
    private PageParsing() {}

    static PageTask.Parser<Document> of(PlanOptions options) {
        return fetched -> {
            Document page = Pages.parse(fetched, options.page());
            if (fetched.status() >= 400 && !options.accepted().contains(fetched.status())) {
                throw new ScrapeException(new Failure(
                        ErrorKind.HTTP,
                        fetched.url(),
                        fetched.status(),
                        1,
                        "waiting",
                        "the server answered " + fetched.status() + reason(fetched.status()),
                        advice(fetched),
                        page));
            }
            return page;
        };
    }

    private static String advice(Fetched fetched) {
        return switch (fetched.status()) {
            case 401, 403 -> ".header(\"Authorization\", …), if you may";
            case 429, 503 -> "fewer requests: .spacing(seconds(2)), .perHost(1)";
            case 404, 410 -> "check the URL; .acceptStatus(" + fetched.status() + ") if the page is what you want";
            default -> ".retry(5), later";
        };
    }

    private static String reason(int status) {
        return switch (status) {
            case 401 -> " Unauthorized";
            case 403 -> " Forbidden";
            case 404 -> " Not Found";
            case 410 -> " Gone";
            case 429 -> " Too Many Requests";
            case 500 -> " Internal Server Error";
            case 502 -> " Bad Gateway";
            case 503 -> " Service Unavailable";
            case 504 -> " Gateway Timeout";
            default -> "";
        };
    }
}
