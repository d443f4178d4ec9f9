/**
 * Mock sites as parameters of JUnit 5 tests: {@link io.trawl.mock.junit.MockSiteTest}, and
 * {@link io.trawl.mock.junit.MockSiteExtension} for a site with a script of its own. Needs junit-jupiter-api, which the
 * tests that use it have.
 */
@NullMarked
package io.trawl.mock.junit;

import org.jspecify.annotations.NullMarked;
