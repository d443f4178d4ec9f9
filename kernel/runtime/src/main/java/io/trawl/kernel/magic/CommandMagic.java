package io.trawl.kernel.magic;

import java.util.List;

/** {@code !command}. */
final class CommandMagic implements Magic {

    private static final boolean WINDOWS = System.getProperty("os.name").startsWith("Windows");

    private final Surroundings place;

    CommandMagic(Surroundings place) {
        this.place = place;
    }

    @Override
    public Manual manual() {
        return Manual.of("""
                !command
                Runs one command with the system's shell.

                At the start of a line, and only where the line cannot be Java: `!done` with a variable `done`,
                `!list.isEmpty()` and `!(a && b)` stay Java. %sh does the same without that question.""");
    }

    @Override
    public void run(Call call) throws Exception {
        List<String> shell = WINDOWS ? List.of("cmd", "/c") : List.of("sh", "-c");
        Processes.run(List.of(shell.get(0), shell.get(1), call.arguments().text()), place, call);
    }

    @Override
    public List<Choice> complete(String word) {
        return place.complete(word);
    }
}
