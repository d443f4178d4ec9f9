/**
 * What a crawl knows of a site without asking it: URLs and their keys, robots.txt, scope, sitemaps, ranking. Pure
 * functions: no I/O, no clock, no threads.
 */
@NullMarked
package io.trawl.site;

import org.jspecify.annotations.NullMarked;
