package io.trawl;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Fills a record component from a page: {@code @Css("h3 a@title") String title}. After {@code @} stands an attribute
 * ({@code @abs:href} resolves it); elements without it do not match. An empty selector is the row's element itself.
 *
 * <p><b>What is read</b> where no attribute is named: the element's text; of {@code meta}, {@code input}, {@code data} and
 * {@code meter} what they hold instead of one; of {@code time}, for dates, its {@code datetime}; for links, where the
 * element leads ({@code href}, {@code src}).
 *
 * <p><b>Types</b> are String, all numbers, boolean, URI and URL (made absolute), LocalDate, LocalDateTime, LocalTime,
 * Instant, OffsetDateTime, ZonedDateTime, YearMonth, Year, enums, records, and Optional, List or Set of these. On a record
 * the selector says within which element its own selectors are read; a list takes all matches, anything else the first.
 *
 * <p><b>Numbers</b>: the first of the text, in any script and locale. Where {@code .} and {@code ,} both stand, the last
 * one is the decimal mark; one that stands more than once separates groups, as spaces and apostrophes always do. A single
 * one followed by exactly three digits could be either: in a whole number it separates, else {@link #locale} decides,
 * else the {@code lang} of the element, else the comma separates, and so does a point beside a currency sign
 * ({@code 1.299 €}); any other point is decimal. In {@code 1.299,-} the dash says which is which. Only digits
 * count: {@code 45 %} is 45, {@code 1.2k} is 1.2, {@code (12.50)} is 12.50.
 *
 * <p><b>Dates</b> are tried as ISO 8601, then with the month in words ({@code 6 Nov 1994}, RFC 1123 included; in the
 * locale's language and in English), then as digits: {@code 2024/3/1} has the year first, {@code 1.3.2024} the day,
 * {@code 3/1/2024} is as the locale has it; where none with a country says so, and both would be right, it is refused.
 *
 * <p><b>boolean</b> is true where anything matches that does not say no ({@code no}, {@code false}, {@code 0}, {@code off},
 * {@code none}, {@code out of stock}, {@code sold out}, {@code unavailable}, {@code not available}); with a
 * {@link #regex}, where that is found. <b>Enums</b> are told by name, case and punctuation aside; of a URL, as schema.org
 * writes them, by its last part.
 *
 * <p><b>Without an annotation</b> a component named {@code url} is the page's URL, a record is read from the same element,
 * and anything else is refused when the plan is made.
 *
 * @see XPath
 */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Css {
    /** A CSS selector, as jsoup reads it; then, if wanted, {@code @} and an attribute. */
    String value() default "";

    /** Takes the first group (or the whole match) of this RE2 pattern from the text; for a list, of every match. */
    String regex() default "";

    /** Fails the row where nothing matches, or only the empty text; else a missing value is null, zero, false or empty. */
    boolean required() default false;

    /** What is read where nothing matches, or only the empty text, as if it stood on the page; none by default. */
    String defaultValue() default "";

    /** A BCP 47 tag, as {@code de-CH}, by which numbers and dates are read; by default the {@code lang} of the element. */
    String locale() default "";

    /** The one form that a date has, as {@link java.time.format.DateTimeFormatter#ofPattern(String)} wants it. */
    String format() default "";
}
