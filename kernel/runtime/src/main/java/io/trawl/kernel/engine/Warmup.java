package io.trawl.kernel.engine;

import jdk.jshell.Snippet;

/** Compiles and completes a little while nobody waits, so that the first cells meet a warm compiler. */
final class Warmup {

    private static final int ROUNDS = 8;
    private static final String[] CELLS = {"1+1", "var trawlWarm = new java.util.ArrayList<String>();", "if (1 > 2) {}"
    };

    private volatile boolean stopped;

    /** Somebody wants the compiler: the statement under way is the last. */
    void stop() {
        stopped = true;
    }

    void run(Language language) {
        for (int round = 0; round < ROUNDS; round++) {
            for (String cell : CELLS) {
                if (stopped) {
                    return;
                }
                Snippet snippet =
                        language.session.eval(() -> false, cell).main().snippet();
                language.session.change(shell -> shell.drop(snippet));
            }
            if (round == 0 && !stopped) {
                // The first completion of a type name builds the index of the class path.
                new Completer(language.session).complete("ArrayLis", 8);
            }
        }
    }
}
