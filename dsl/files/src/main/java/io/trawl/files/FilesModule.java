package io.trawl.files;

import io.trawl.Fn;
import io.trawl.Sink;
import io.trawl.table.MoreSinks;
import java.nio.file.Path;
import java.util.List;

/** The door to this module, found by {@link java.util.ServiceLoader}. */
public final class FilesModule implements MoreSinks {

    /** For the service loader. */
    public FilesModule() {}

    @Override
    public Sink<Object> parquet(Path file) {
        return new ParquetSink(file);
    }

    @Override
    public void parquet(Path file, List<?> values) {
        ParquetSink.write(file, values);
    }

    @Override
    public Sink<Object> jdbc(String url, String table, Fn<? super Sink.Jdbc, ? extends Sink.Jdbc> options) {
        return JdbcSink.of(url, table, JdbcOptions.of(options));
    }
}
