package io.trawl.page;

import io.trawl.Format;
import java.util.List;
import java.util.Set;

/**
 * What to make of a page.
 *
 * @param includeTags keep only what these selectors match; all where empty
 * @param excludeTags drop what these match
 */
public record PageOptions(
        Set<Format> formats, boolean onlyMainContent, List<String> includeTags, List<String> excludeTags) {

    public static final PageOptions DEFAULT = new PageOptions(Set.of(Format.MARKDOWN), true, List.of(), List.of());

    public PageOptions {
        formats = Set.copyOf(formats);
        includeTags = List.copyOf(includeTags);
        excludeTags = List.copyOf(excludeTags);
    }

    PageOptions wholePage() {
        return new PageOptions(formats, false, includeTags, excludeTags);
    }
}
