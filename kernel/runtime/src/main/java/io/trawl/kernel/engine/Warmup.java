package io.trawl.kernel.engine;

import io.trawl.kernel.engine.CellCompiler.Piece;
import io.trawl.kernel.guest.CellRunner;
import java.util.List;
import jdk.jshell.Snippet;

/** Compiles and completes a little while nobody waits, so that the first cells meet a warm compiler. */
final class Warmup {

    private static final int ROUNDS = 20;
    private static final List<String> STATEMENTS = List.of("1+1", "System.out.print(\"\");", "if (1 > 2) {}");
    private static final String DECLARATION = "var trawlWarm = new java.util.ArrayList<String>();";

    private static final List<String> QUESTIONS = List.of("ArrayLis", "List.of(\"a\").stream().map(s -> s.toUp");
    private static final String CALL = "\"a\".substring(";

    private volatile boolean stopped;

    /** Somebody wants the compiler: the statement under way is the last. */
    void stop() {
        stopped = true;
    }

    void run(Language language, CellRunner runner) {
        for (int round = 0; round < ROUNDS && !stopped; round++) {
            for (String statement : STATEMENTS) {
                if (!stopped) {
                    language.session.compile(() -> false, List.of(new Piece(0, statement)));
                }
            }
            if (round % 5 == 0 && !stopped) {
                Snippet snippet = language.session
                        .eval(() -> false, runner, DECLARATION)
                        .main()
                        .snippet();
                language.session.change(shell -> shell.drop(snippet));
            }
            if (round == 0) {
                ask(language);
            }
        }
        if (!stopped) {
            language.magics.split("%help");
        }
    }

    /** The first completion of a type name builds the index of the class path; a lambda and a call load much of javac. */
    private void ask(Language language) {
        for (String code : QUESTIONS) {
            if (!stopped) {
                new Completer(language.session).complete(code, code.length());
            }
        }
        if (!stopped) {
            new Inspector(language).inspect(CALL, CALL.length(), false);
        }
    }
}
