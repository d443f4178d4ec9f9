package io.trawl.kernel.magic;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.spi.ToolProvider;

/** {@code %javap}: the JDK's class file disassembler on a class of the cells, of a library or of the JDK. */
final class JavapMagic implements Magic {

    private static final Set<String> FLAGS = Set.of("-c", "-p", "-v", "-l", "-s", "-public");

    private final Workspace workspace;

    JavapMagic(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public Manual manual() {
        return Manual.of("""
                %javap [-c] [-p] [-v] [-l] [-s] Name
                Prints the members of a class, with the JDK's javap.

                  -c  the byte code too
                  -p  private members too
                  -v  all there is
                  -l  tables of lines and local variables
                  -s  internal type signatures

                Name is a class as Java code would name it here: by its imports, or in full.""");
    }

    @Override
    public void run(Call call) throws Exception {
        Arguments arguments = Arguments.of(call.arguments(), FLAGS, Set.of());
        Span name = arguments.one("class name");
        ToolProvider javap = ToolProvider.findFirst("javap")
                .orElseThrow(() -> MagicException.usage("this Java has no javap: it is a runtime without the tools"));
        Class<?> type = name.text().matches("[\\w.$]+")
                ? call.tryJava(name.text() + ".class")
                        .map(a -> (Class<?>) a.value())
                        .orElse(null)
                : null;
        if (type == null) {
            throw new MagicException(MagicException.Kind.USAGE, "there is no class " + name.text() + " here", name);
        }
        Path file = Files.createTempFile("trawl", ".class");
        try {
            Files.write(file, bytes(type, name));
            var options =
                    new ArrayList<String>(FLAGS.stream().filter(arguments::has).toList());
            options.add(file.toString());
            var text = new StringWriter();
            javap.run(new PrintWriter(text), new PrintWriter(text), options.toArray(String[]::new));
            // What javap says of our temporary file is of no use.
            call.print(
                    text.toString().replaceAll("(?m)^(Warning: |Classfile |  Last modified |  MD5 |  SHA-).*\\R", ""));
        } finally {
            Files.delete(file);
        }
    }

    private byte[] bytes(Class<?> type, Span where) throws IOException, MagicException {
        Optional<byte[]> ofCell = workspace.classFile(type);
        if (ofCell.isPresent()) {
            return ofCell.get();
        }
        String resource = type.getName().substring(type.getName().lastIndexOf('.') + 1) + ".class";
        try (InputStream in = type.getResourceAsStream(resource)) {
            if (in == null) {
                throw new MagicException(
                        MagicException.Kind.FILE, type.getTypeName() + " has no class file to be read", where);
            }
            return in.readAllBytes();
        }
    }

    @Override
    public List<Choice> complete(String word) {
        return workspace.declared(Workspace.Kind.TYPE).stream()
                .map(t -> t.replaceFirst(".* ", ""))
                .filter(t -> t.startsWith(word))
                .map(t -> new Choice(t, "name"))
                .toList();
    }
}
