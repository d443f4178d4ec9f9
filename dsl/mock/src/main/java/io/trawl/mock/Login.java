package io.trawl.mock;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Pages behind a form: who has no session is led to {@code login} below the root, whose form carries a token of its own
 * against forged requests; who posts it with the right name and password gets a cookie and is led back.
 */
final class Login implements Area {
    private static final int REMEMBERED = 10_000;
    private static final String COOKIE = "session";

    private final String root;
    private final String base;
    private final String user;
    private final String password;
    private final Dice dice;
    private final Set<String> tokens = remembered();
    private final Set<String> sessions = remembered();

    Login(String root, String user, String password, long seed) {
        this.root = root;
        this.base = Area.base(root);
        this.user = user;
        this.password = password;
        this.dice = new Dice(seed, "login" + root, 0);
    }

    /** The oldest are forgotten. */
    private static Set<String> remembered() {
        return Collections.newSetFromMap(new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                return size() > REMEMBERED;
            }
        });
    }

    @Override
    public synchronized @Nullable Reply answer(Asked asked) {
        String path = asked.path();
        if (!Area.holds(root, path)) {
            return null;
        }
        if (path.equals(base + "/login")) {
            return asked.method().equals("POST") ? posted(asked) : form(200, asked.query(), "");
        }
        String session = session(asked);
        if (path.equals(base + "/logout")) {
            sessions.remove(session);
            return Reply.redirect(303, base + "/login")
                    .with("Set-Cookie", COOKIE + "=; Path=" + path() + "; Max-Age=0");
        }
        return sessions.contains(session)
                ? null
                : Reply.redirect(
                        302,
                        base + "/login?next="
                                + java.net.URLEncoder.encode(asked.target(), java.nio.charset.StandardCharsets.UTF_8));
    }

    private Reply posted(Asked asked) {
        var fields = asked.form();
        if (!tokens.remove(fields.getOrDefault("csrf", ""))) {
            return Reply.html(403, "403 Forbidden", "<p>The form is too old, or not ours. Ask for a new one.</p>\n");
        }
        if (!user.equals(fields.get("user")) || !password.equals(fields.get("password"))) {
            return form(401, fields, "<p class=\"error\">Name or password is wrong.</p>\n");
        }
        String id = random();
        sessions.add(id);
        String next = fields.getOrDefault("next", "");
        // Never to where a link of somebody else's says.
        return Reply.redirect(303, Area.holds(root, next) ? next : root)
                .with("Set-Cookie", COOKIE + "=" + id + "; Path=" + path() + "; HttpOnly; SameSite=Lax");
    }

    private Reply form(int status, Map<String, String> fields, String said) {
        String token = random();
        tokens.add(token);
        return Reply.html(
                status, "Sign in", said + """
                <form method="post" action="%s/login">
                <input type="hidden" name="csrf" value="%s">
                <input type="hidden" name="next" value="%s">
                <label>Name <input name="user"></label>
                <label>Password <input name="password" type="password"></label>
                <button>Sign in</button>
                </form>
                """.formatted(base, token, Layout.esc(fields.getOrDefault("next", root))));
    }

    private String path() {
        return base.isEmpty() ? "/" : base;
    }

    private static String session(Asked asked) {
        for (String cookie : asked.header("Cookie").split(";")) {
            if (cookie.strip().startsWith(COOKIE + "=")) {
                return cookie.strip().substring(COOKIE.length() + 1);
            }
        }
        return "";
    }

    private String random() {
        return IntStream.range(0, 32)
                .mapToObj(i -> Integer.toHexString(dice.between(0, 15)))
                .collect(Collectors.joining());
    }
}
