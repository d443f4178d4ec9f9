package io.trawl.table;

import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.Fn;
import io.trawl.ScrapeException;
import io.trawl.Sink;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;

/** What the optional module trawl-files adds. */
public interface MoreSinks {

    Sink<Object> parquet(Path file);

    /** All of a file at once. */
    void parquet(Path file, List<?> values);

    Sink<Object> jdbc(String url, String table, Fn<? super Sink.Jdbc, ? extends Sink.Jdbc> options);

    /**
     * The module.
     *
     * @param method for which it is wanted
     * @throws ScrapeException of kind UNSUPPORTED, with what to add, where it is absent
     */
    static MoreSinks module(String method) {
        // It may have come with a cell.
        var found = ServiceLoader.load(MoreSinks.class)
                .findFirst()
                .or(() -> ServiceLoader.load(MoreSinks.class, MoreSinks.class.getClassLoader())
                        .findFirst());
        if (found.isPresent()) {
            return found.get();
        }
        throw new ScrapeException(Failure.of(
                ErrorKind.UNSUPPORTED,
                "",
                method + " is in the module trawl-files, which is not on the class path",
                "%maven io.trawl:trawl-files in a notebook, or the dependency io.trawl:trawl-files"));
    }
}
