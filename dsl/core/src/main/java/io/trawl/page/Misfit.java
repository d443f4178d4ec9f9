package io.trawl.page;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What a page has does not become what a record wants: each component that does not fit, and what to write instead. */
final class Misfit extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final int SHOWN = 60;

    /** @param component where, as {@code Book.price}; empty while not known */
    record Problem(String component, String message, String advice) {
        @Override
        public String toString() {
            return component.isEmpty() ? message : component + ": " + message;
        }
    }

    private final transient List<Problem> problems;

    Misfit(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("; ")), null, false, false);
        this.problems = List.copyOf(problems);
    }

    Misfit(String message, String advice) {
        this(List.of(new Problem("", message, advice)));
    }

    /** A text that is none of that type. */
    static Misfit of(String text, Class<?> type, String advice) {
        return new Misfit(quoted(text) + " is no " + type.getSimpleName(), advice);
    }

    static String quoted(String text) {
        return '"' + (text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text) + '"';
    }

    String advice() {
        return problems.get(0).advice;
    }

    /** The same problems, one name further out. */
    List<Problem> in(String outer) {
        var named = new ArrayList<Problem>();
        for (Problem p : problems) {
            int dot = p.component.indexOf('.');
            String inner = dot < 0 ? "" : p.component.substring(dot);
            named.add(new Problem(outer + inner, p.message, p.advice));
        }
        return named;
    }
}
