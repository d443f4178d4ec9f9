package io.trawl.kernel.magic;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;

/** {@code %%writefile}. */
final class WriteFileMagic implements Magic {

    private final Surroundings place;

    WriteFileMagic(Surroundings place) {
        this.place = place;
    }

    @Override
    public Manual manual() {
        return Manual.of("""
                %%writefile [-a] file
                Writes the rest of the cell to a file, in UTF-8.

                  -a  appends to what is there""");
    }

    @Override
    public void run(Call call) throws Exception {
        Arguments arguments = Arguments.of(call.arguments(), Set.of("-a", "--append"), Set.of());
        Span written = arguments.one("file");
        Path file = place.path(written);
        boolean append = arguments.has("-a") || arguments.has("--append");
        boolean there = Files.exists(file);
        try {
            Files.writeString(
                    file,
                    call.body().orElseThrow().text(),
                    StandardOpenOption.CREATE,
                    append ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new MagicException(
                    MagicException.Kind.FILE,
                    file + " cannot be written: " + e.getClass().getSimpleName(),
                    written);
        }
        call.print((append && there ? "appended to " : there ? "overwrote " : "wrote ") + place.shown(file) + "\n");
    }

    @Override
    public List<Choice> complete(String word) {
        return place.complete(word);
    }
}
