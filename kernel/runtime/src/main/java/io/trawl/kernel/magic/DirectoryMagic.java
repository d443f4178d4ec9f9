package io.trawl.kernel.magic;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code %cd} and {@code %pwd}. */
final class DirectoryMagic implements Magic {

    private final boolean change;
    private final Surroundings place;

    DirectoryMagic(String name, Surroundings place) {
        this.change = name.equals("cd");
        this.place = place;
    }

    @Override
    public Manual manual() {
        return change ? Manual.of("""
                        %cd [directory]
                        Changes the directory of later magics and commands; without one, to the home directory.

                        Java code is not meant: a Java process keeps the directory it was started in, and a relative
                        Path goes on meaning that one.""") : Manual.of("""
                        %pwd
                        Prints the directory that magics and commands work in.""");
    }

    @Override
    public void run(Call call) throws Exception {
        if (change) {
            Arguments arguments = Arguments.of(call.arguments());
            Span written = arguments.words().isEmpty() ? new Span(0, "~") : arguments.one("directory");
            Path directory = place.existing(written);
            if (!Files.isDirectory(directory)) {
                throw new MagicException(MagicException.Kind.FILE, directory + " is not a directory", written);
            }
            place.directory(directory);
        }
        call.print(place.directory() + "\n");
    }

    @Override
    public List<Choice> complete(String word) {
        return change
                ? place.complete(word).stream()
                        .filter(c -> c.text().endsWith("/"))
                        .toList()
                : List.of();
    }
}
