package io.trawl;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * As {@link Css}, by an XPath 1.0 expression: {@code @XPath("//dt[.='Pages']/following-sibling::dd") int pages}. Paths begin
 * at the row's element and do not leave it. The expression may give elements, attributes ({@code .//a/@href}), text nodes,
 * or a string, number or boolean ({@code normalize-space(.//h1)}). Element names are in lower case, without a namespace.
 */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface XPath {
    String value();

    /** As {@link Css#regex}. */
    String regex() default "";

    /** As {@link Css#required}. */
    boolean required() default false;

    /** As {@link Css#defaultValue}. */
    String defaultValue() default "";

    /** As {@link Css#locale}. */
    String locale() default "";

    /** As {@link Css#format}. */
    String format() default "";
}
