/**
 * What the engine keeps on disk. Internal: use {@link io.trawl.Trawl}.
 *
 * <p>A {@link io.trawl.store.Journal} is the record of one job in one file that only grows: the pages found, how each ended,
 * what its sinks have confirmed. It is written in groups by one thread at a time; what is confirmed to a caller has reached
 * the disk. Journals live in the {@link io.trawl.store.Home} or where a checkpoint says. {@link io.trawl.store.SeenSet}
 * and {@link io.trawl.store.BlockFile} hold what would otherwise fill the heap; they are scratch and end with the job.
 * Nothing here knows the engine or decides anything.
 */
@NullMarked
package io.trawl.store;

import org.jspecify.annotations.NullMarked;
