package io.trawl.mock;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Pages that are shown only to who sends the right Authorization; others are told 401 and what is wanted (RFC 9110 section
 * 11).
 *
 * @param challenge as in {@code Basic realm="staff"}
 */
record Credentials(String root, String authorization, String challenge) implements Area {

    static Credentials basic(String root, String user, String password) {
        String pair = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        return new Credentials(root, "Basic " + pair, "Basic realm=\"" + root + "\", charset=\"UTF-8\"");
    }

    static Credentials bearer(String root, String token) {
        return new Credentials(root, "Bearer " + token, "Bearer realm=\"" + root + "\"");
    }

    @Override
    public @Nullable Reply answer(Asked asked) {
        if (!Area.holds(root, asked.path()) || asked.header("Authorization").equals(authorization)) {
            return null;
        }
        return Reply.html(401, "401 Unauthorized", "<p>This is for those who may.</p>\n")
                .with("WWW-Authenticate", challenge);
    }
}
