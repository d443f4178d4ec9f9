/** Rows into databases and Parquet files: what {@link io.trawl.Sink#jdbc} and {@link io.trawl.Sink#parquet} are beneath. */
@NullMarked
package io.trawl.files;

import org.jspecify.annotations.NullMarked;
