package io.trawl.mock.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests whose parameters may be a {@code MockSite}, a {@code MockSite.Virtual} and a {@code Session}: the embedded site,
 * new for each test and closed after it. See {@link MockSiteExtension}.
 */
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(MockSiteExtension.class)
public @interface MockSiteTest {

    /** Of text, prices and, in virtual time, latency, jitter and ids of jobs. That of a method goes before its class's. */
    long seed() default 1;
}
