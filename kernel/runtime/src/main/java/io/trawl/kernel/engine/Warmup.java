package io.trawl.kernel.engine;

import io.trawl.kernel.engine.CellCompiler.Piece;
import io.trawl.kernel.guest.CellRunner;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.BiConsumer;
import jdk.jshell.Snippet;

/**
 * What can be done while nobody waits so that cells meet a warm compiler: JShell takes its imports, then a little is
 * compiled, completed and inspected. Goes on in the pauses between cells, step by step, until all is done; whoever wants
 * the compiler meanwhile waits for one step at most.
 */
final class Warmup {

    private static final int ROUNDS = 80;
    private static final List<String> STATEMENTS = List.of("1+1", "System.out.print(\"\");", "if (1 > 2) {}");
    private static final String DECLARATION = "var trawlWarm = new java.util.ArrayList<String>();";

    /** The first completion of a type name builds the index of the class path; a lambda loads much of javac. */
    private static final List<String> QUESTIONS = List.of("ArrayLis", "List.of(\"a\").stream().map(s -> s.toUp");

    private static final String CALL = "\"a\".substring(";

    /** For the background thread alone. */
    private final Deque<BiConsumer<Language, CellRunner>> steps = new ArrayDeque<>();

    private volatile boolean paused;
    private volatile boolean done;

    Warmup() {
        for (int round = 0; round < ROUNDS; round++) {
            STATEMENTS.forEach(statement -> steps.add((language, runner) -> compile(language, statement)));
            if (round % 5 == 0) {
                steps.add(Warmup::declare);
            }
            if (round == 0) {
                QUESTIONS.forEach(code -> steps.add((language, runner) -> complete(language, code)));
                steps.add((language, runner) -> new Inspector(language).inspect(CALL, CALL.length(), false));
                steps.add((language, runner) -> language.magics.split("%help"));
            }
        }
    }

    boolean isDone() {
        return done;
    }

    /** Somebody wants the compiler: the step under way is the last. */
    void pause() {
        paused = true;
    }

    /** Takes a {@link #pause} back. */
    void allow() {
        paused = false;
    }

    /** From where it was; returns at a pause or when all is done. */
    void goOn(Language language, CellRunner runner) {
        while (!done && !paused) {
            if (!language.session.catchUp()) {
                BiConsumer<Language, CellRunner> step = steps.poll();
                done = step == null;
                if (step != null) {
                    step.accept(language, runner);
                }
            }
        }
    }

    private static void compile(Language language, String statement) {
        language.session.compile(() -> false, List.of(new Piece(0, statement)));
    }

    private static void declare(Language language, CellRunner runner) {
        Snippet snippet =
                language.session.eval(() -> false, runner, DECLARATION).main().snippet();
        language.session.change(shell -> shell.drop(snippet));
    }

    private static void complete(Language language, String code) {
        new Completer(language.session).complete(code, code.length());
    }
}
