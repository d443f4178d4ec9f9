package io.trawl.kernel.engine;

import io.trawl.kernel.engine.CellCompiler.Piece;
import io.trawl.kernel.guest.CellRunner;
import java.util.List;
import jdk.jshell.Snippet;

/**
 * What can be done while nobody waits so that cells meet a warm compiler: JShell takes its imports, then a little is
 * compiled and completed. Goes on in the pauses between cells, step by step, until all is done; whoever wants the compiler
 * meanwhile waits for one step at most.
 */
final class Warmup {

    private static final int ROUNDS = 80;
    private static final List<String> STATEMENTS = List.of("1+1", "System.out.print(\"\");", "if (1 > 2) {}");
    private static final String DECLARATION = "var trawlWarm = new java.util.ArrayList<String>();";

    private volatile boolean paused;
    private volatile boolean done;
    private int step;

    boolean isDone() {
        return done;
    }

    /** Takes a {@link #pause} back. */
    void allow() {
        paused = false;
    }

    /** Somebody wants the compiler: the step under way is the last. */
    void pause() {
        paused = true;
    }

    /** From where it was; returns at a pause or when all is done. Not for two threads at once. */
    void goOn(Language language, CellRunner runner) {
        while (!done && !paused) {
            done = !language.session.catchUp() && !compile(language, runner);
        }
    }

    private boolean compile(Language language, CellRunner runner) {
        if (step >= ROUNDS * STATEMENTS.size()) {
            return false;
        }
        if (step == STATEMENTS.size()) {
            // The first completion of a type name builds the index of the class path.
            new Completer(language.session).complete("ArrayLis", 8);
            language.magics.split("%help");
        }
        if (step % (5 * STATEMENTS.size()) == 0) {
            Snippet snippet = language.session
                    .eval(() -> false, runner, DECLARATION)
                    .main()
                    .snippet();
            language.session.change(shell -> shell.drop(snippet));
        }
        language.session.compile(() -> false, List.of(new Piece(0, STATEMENTS.get(step % STATEMENTS.size()))));
        step++;
        return true;
    }
}
