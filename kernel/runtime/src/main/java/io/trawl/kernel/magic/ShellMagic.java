package io.trawl.kernel.magic;

import java.util.ArrayList;
import java.util.List;

/** {@code %%bash} and {@code %%sh}: the body is a script. */
final class ShellMagic implements Magic {

    private final String shell;
    private final Surroundings place;

    ShellMagic(String shell, Surroundings place) {
        this.shell = shell;
        this.place = place;
    }

    @Override
    public Manual manual() {
        return Manual.of("""
                %%%%%1$s [arguments]
                %%%1$s command
                Runs a script, or one command, with %1$s; what it prints appears as it is printed.

                The script finds the arguments as $1, $2, …. Its input is empty. An exit code other than 0 fails
                the cell, and of a script it is that of its last command: begin it with `set -e` to stop at the first
                that fails. Interrupting the cell ends the process and those it started. %%cd and %%env say where it
                runs and what it finds in its environment.""".formatted(shell));
    }

    @Override
    public void run(Call call) throws Exception {
        var command = new ArrayList<>(List.of(shell, "-c"));
        if (call.body().isPresent()) {
            command.add(call.body().get().text());
            command.add(shell);
            Arguments.of(call.arguments()).words().forEach(w -> command.add(w.text()));
        } else if (call.arguments().text().isEmpty()) {
            throw MagicException.usage("a command is wanted here, or with %%" + shell + " a script below");
        } else {
            command.add(call.arguments().text());
        }
        Processes.run(command, place, call);
    }

    @Override
    public List<Choice> complete(String word) {
        return place.complete(word);
    }
}
