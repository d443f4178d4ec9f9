package io.trawl.page;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.trawl.Css;
import io.trawl.XPath;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/**
 * What an annotation says: where a component is read from and how. Immutable.
 *
 * @param defaultValue empty for none
 * @param format empty for any
 */
record Taking(
        Finder from,
        @Nullable Pattern regex,
        boolean required,
        String defaultValue,
        @Nullable Locale locale,
        String format) {
    /** The element itself, as it stands. */
    static final Taking NOTHING = new Taking(Finder.ByCss.of(""), null, false, "", null, "");

    /**
     * Null where there is no annotation.
     *
     * @throws IllegalArgumentException where it cannot mean anything
     */
    static @Nullable Taking of(RecordComponent component) {
        Css css = component.getAnnotation(Css.class);
        XPath xpath = component.getAnnotation(XPath.class);
        if (css != null && xpath != null) {
            throw new IllegalArgumentException("both @Css and @XPath: keep one of them");
        }
        if (css != null) {
            return new Taking(
                    Finder.ByCss.of(css.value()),
                    pattern(css.regex()),
                    css.required(),
                    css.defaultValue(),
                    locale(css.locale()),
                    css.format());
        }
        return xpath == null
                ? null
                : new Taking(
                        Finder.ByXPath.of(xpath.value()),
                        pattern(xpath.regex()),
                        xpath.required(),
                        xpath.defaultValue(),
                        locale(xpath.locale()),
                        xpath.format());
    }

    private static @Nullable Pattern pattern(String regex) {
        try {
            return regex.isEmpty() ? null : Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("not an RE2 pattern: " + regex + " (" + e.getDescription() + ")", e);
        }
    }

    private static @Nullable Locale locale(String tag) {
        try {
            return tag.isEmpty()
                    ? null
                    : new Locale.Builder().setLanguageTag(tag.replace('_', '-')).build();
        } catch (IllformedLocaleException e) {
            throw new IllegalArgumentException("not a BCP 47 language tag, as de-CH: " + tag, e);
        }
    }

    /** Whether the empty text is as good as none. */
    boolean replacesEmpty() {
        return required || !defaultValue.isEmpty();
    }

    /** What of a text is meant: the text, or what the pattern finds in it. */
    List<String> texts(String text) {
        if (regex == null) {
            return List.of(text);
        }
        var found = new ArrayList<String>();
        for (Matcher m = regex.matcher(text); m.find(); ) {
            String group = m.groupCount() > 0 ? m.group(1) : m.group();
            found.add(group == null ? "" : Spot.strip(group));
        }
        return found;
    }

    /** The default as if it stood on the page. */
    Spot fallback(Element scope) {
        return new Spot(scope, null, defaultValue);
    }
}
