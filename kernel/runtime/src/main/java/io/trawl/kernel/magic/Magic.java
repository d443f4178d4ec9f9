package io.trawl.kernel.magic;

import java.util.List;

/** A command that cells may hold. One object serves all its calls, also from several cells at once. */
public interface Magic {

    /** Its names, how it is written, what it does. */
    Manual manual();

    /**
     * Carries it out. Called on the thread that executes the cell, which no interrupt reaches: what may take long or runs
     * foreign code goes through {@link Call#work} or {@link Call#java}.
     *
     * @throws MagicException where the person has to change something
     */
    void run(Call call) throws Exception;

    /** What could stand in place of {@code word}, the blank-delimited text before the cursor; options come by themselves. */
    default List<Choice> complete(String word) {
        return List.of();
    }

    /** A suggestion and what it is: {@code magic}, {@code option}, {@code file}, {@code coordinate}, {@code name}. */
    record Choice(String text, String kind) {}
}
