/**
 * From the bytes of a response to a {@link io.trawl.Document}: charset, main content, Markdown, links, metadata,
 * records. Pure functions: no I/O, no clock, no threads.
 */
@NullMarked
package io.trawl.page;

import org.jspecify.annotations.NullMarked;
