/**
 * The DSL's views as notebook displays: HTML, text and Markdown, live where the value goes on changing. Sees the DSL and
 * {@code kernel.api}, nothing of the kernel. Everything that comes from a page is escaped here, and only here.
 */
@NullMarked
package io.trawl.notebook;

import org.jspecify.annotations.NullMarked;
