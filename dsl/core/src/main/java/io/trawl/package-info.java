/**
 * The scraping DSL: plans, jobs, outcomes, results, views. Start at {@link io.trawl.Trawl}, whose static verbs make
 * plans; a plan does nothing until it is started or awaited.
 */
@NullMarked
package io.trawl;

import org.jspecify.annotations.NullMarked;
