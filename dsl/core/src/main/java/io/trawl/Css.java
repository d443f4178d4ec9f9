package io.trawl;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Fills a record component from a page: {@code @Css("h3 a@title") String title}. After {@code @} stands an attribute
 * ({@code @abs:href} resolves it); without one it is the text. An empty selector is the row's element itself.
 * Components may be String, numbers, BigDecimal, boolean (true where anything matches with text other than "no",
 * "false", "out of stock", "0"), URI, LocalDate, enums, Optional, nested records, and lists of these.
 */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Css {
    String value();

    /** Takes the first group (or the whole match) of this pattern from the text. */
    String regex() default "";

    /** Fails the row where nothing matches; else a missing value is null, zero, false or empty. */
    boolean required() default false;
}
