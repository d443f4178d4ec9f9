package io.trawl.page;

import io.trawl.Document;
import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.Outcome;
import io.trawl.Results;
import java.util.ArrayList;
import org.jsoup.nodes.Element;

/** Fills records from pages by {@link io.trawl.Css}. A field that does not fit fails its own row and no other. */
public final class Records {
    private Records() {}

    /** @throws IllegalArgumentException where no page can fill such a record: which component, and what to write instead */
    public static void check(Class<?> type) {
        RecordReader.of(type);
    }

    /** One record per match. */
    public static <R> Results<R> rows(Document page, String css, Class<R> type) {
        RecordReader<R> reader = RecordReader.of(type);
        var rows = new ArrayList<Outcome<R>>();
        for (Element element : page.select(css)) {
            rows.add(read(page, element, reader));
        }
        return Results.of(rows);
    }

    /** One record from a whole page. */
    public static <R> Outcome<R> one(Document page, Class<R> type) {
        RecordReader<R> reader = RecordReader.of(type);
        var root = page.select(":root").iterator();
        return read(page, root.hasNext() ? root.next() : page.dom(), reader);
    }

    /** The same; only a {@link Document} has one. */
    public static <R> Outcome<R> of(Object page, Class<R> type) {
        if (page instanceof Document document) {
            return one(document, type);
        }
        throw new IllegalArgumentException("as(...) reads records from documents, and these are "
                + page.getClass().getSimpleName() + "s");
    }

    private static <R> Outcome<R> read(Document page, Element element, RecordReader<R> reader) {
        try {
            return Outcome.ok(reader.read(page.url(), element));
        } catch (Misfit e) {
            return Outcome.failed(new Failure(
                    ErrorKind.PARSE,
                    page.url(),
                    page.status(),
                    0,
                    "parse",
                    String.valueOf(e.getMessage()),
                    e.advice(),
                    page));
        }
    }
}
