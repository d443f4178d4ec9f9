package io.trawl.mock;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Books as JSON, a page at a time: the next by an opaque cursor, in the body and as {@code Link: <…>; rel="next"} (RFC 8288).
 */
record JsonApi(String path, int books, int perPage, long seed) implements Area {
    private static final String TYPE = "application/json";
    private static final String CURSOR = "after ";

    @Override
    public @Nullable Reply answer(Asked asked) {
        if (!asked.path().equals(path)) {
            return null;
        }
        int from = offset(asked.query().getOrDefault("cursor", ""));
        if (from < 0) {
            var error = JsonNodeFactory.instance.objectNode().put("error", "the cursor is none of ours");
            return json(400, error);
        }
        int to = Math.min(books, from + perPage);
        var body = JsonNodeFactory.instance.objectNode().put("total", books);
        var items = body.putArray("items");
        for (int id = from + 1; id <= to; id++) {
            Book book = Book.of(seed, id);
            items.addObject()
                    .put("id", id)
                    .put("title", book.title())
                    .put("author", book.author())
                    .put("pence", book.pence())
                    .put("stock", book.stock());
        }
        if (to == books) {
            return json(200, body.putNull("next"));
        }
        String cursor = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((CURSOR + to).getBytes(StandardCharsets.US_ASCII));
        String next = asked.origin() + path + "?cursor=" + cursor;
        return json(200, body.put("next", cursor)).with("Link", "<" + next + ">; rel=\"next\"");
    }

    /** Negative where the cursor is none. */
    private int offset(String cursor) {
        if (cursor.isEmpty()) {
            return 0;
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
            int at = text.startsWith(CURSOR) ? Integer.parseInt(text.substring(CURSOR.length())) : -1;
            return at <= books ? at : -1;
        } catch (IllegalArgumentException malformed) {
            return -1;
        }
    }

    private static Reply json(int status, ObjectNode body) {
        return Reply.of(status, Page.file(TYPE, o -> body + "\n"));
    }

    @Override
    public List<String> paths() {
        return List.of(path);
    }
}
