package io.trawl.mock;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link Area} answers.
 *
 * @param stream what is sent in place of the page's bytes, each part after its pause; null for the page itself
 */
record Reply(
        int status,
        Page page,
        List<Map.Entry<String, String>> headers,
        @Nullable Iterator<Fault.Step> stream) {

    static Reply of(int status, Page page) {
        return new Reply(status, page, List.of(), null);
    }

    static Reply html(int status, String title, String body) {
        return of(status, Page.html(o -> Layout.bare(title, body)));
    }

    static Reply redirect(int status, String to) {
        return html(status, "Elsewhere", "<p>" + Layout.link(to, "Go on") + "</p>\n")
                .with("Location", to);
    }

    Reply with(String name, String value) {
        var more = new ArrayList<>(headers);
        more.add(Map.entry(name, value));
        return new Reply(status, page, List.copyOf(more), stream);
    }
}
