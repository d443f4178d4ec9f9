package io.trawl.kernel.engine;

import io.trawl.kernel.guest.SnippetLoader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/**
 * What our own compiles read and write: the user's class path, the classes that JShell made of cells, and, in memory,
 * what is compiled. Guarded by the compile lock.
 */
final class CellFiles extends ForwardingJavaFileManager<StandardJavaFileManager> {

    /** The package of all classes of cells, JShell's and ours. */
    static final String PACKAGE = "REPL";

    /** By snippet, then by binary name. */
    private final Map<String, Map<String, byte[]>> known = new LinkedHashMap<>();

    private final Map<String, Output> written = new LinkedHashMap<>();

    CellFiles(List<Path> classPath) {
        super(ToolProvider.getSystemJavaCompiler().getStandardFileManager(null, null, StandardCharsets.UTF_8));
        classPath(classPath);
    }

    void classPath(Collection<Path> paths) {
        try {
            fileManager.setLocation(
                    StandardLocation.CLASS_PATH,
                    paths.stream().map(Path::toFile).map(File::getAbsoluteFile).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Classes that JShell compiled: later compiles refer to them instead of to what they replace. */
    void add(Map<String, byte[]> classes) {
        classes.keySet().forEach(name -> known.remove(SnippetLoader.snippet(name)));
        classes.forEach((name, bytes) -> known.computeIfAbsent(SnippetLoader.snippet(name), id -> new LinkedHashMap<>())
                .put(name, bytes));
    }

    /** Forgets the classes of a snippet that nothing compiled from now on can name. */
    void remove(String snippet) {
        known.remove(snippet);
    }

    List<String> names() {
        return known.values().stream().flatMap(c -> c.keySet().stream()).toList();
    }

    /** The bytes of a class that JShell compiled. */
    Optional<byte[]> find(String name) {
        return Optional.ofNullable(
                known.getOrDefault(SnippetLoader.snippet(name), Map.of()).get(name));
    }

    static JavaFileObject source(String className, String text) {
        return new SimpleJavaFileObject(uri(className, JavaFileObject.Kind.SOURCE), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }

    private static URI uri(String binaryName, JavaFileObject.Kind kind) {
        return URI.create("cell:///" + binaryName.replace('.', '/').replace("$", "%24") + kind.extension);
    }

    /** What was written since the last call, by binary name. */
    Map<String, byte[]> takeWritten() {
        var taken = new LinkedHashMap<String, byte[]>();
        written.forEach((name, output) -> taken.put(name, output.bytes.toByteArray()));
        written.clear();
        return taken;
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
            Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
        return written.computeIfAbsent(className, Output::new);
    }

    @Override
    public Iterable<JavaFileObject> list(
            Location location, String packageName, Set<JavaFileObject.Kind> kinds, boolean recurse) throws IOException {
        if (location == StandardLocation.CLASS_PATH
                && packageName.equals(PACKAGE)
                && kinds.contains(JavaFileObject.Kind.CLASS)) {
            var files = new ArrayList<JavaFileObject>();
            known.values().forEach(c -> c.forEach((name, bytes) -> files.add(new Input(name, bytes))));
            return files;
        }
        return super.list(location, packageName, kinds, recurse);
    }

    @Override
    public String inferBinaryName(Location location, JavaFileObject file) {
        return file instanceof Input input ? input.binaryName : super.inferBinaryName(location, file);
    }

    @Override
    public boolean isSameFile(FileObject a, FileObject b) {
        return a instanceof Input || b instanceof Input ? a == b : super.isSameFile(a, b);
    }

    @Override
    public boolean contains(Location location, FileObject file) throws IOException {
        return file instanceof SimpleJavaFileObject
                ? location == StandardLocation.CLASS_PATH
                : super.contains(location, file);
    }

    private static final class Input extends SimpleJavaFileObject {
        private final String binaryName;
        private final byte[] bytes;

        Input(String binaryName, byte[] bytes) {
            super(uri(binaryName, Kind.CLASS), Kind.CLASS);
            this.binaryName = binaryName;
            this.bytes = bytes;
        }

        @Override
        public InputStream openInputStream() {
            return new ByteArrayInputStream(bytes);
        }
    }

    private static final class Output extends SimpleJavaFileObject {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Output(String binaryName) {
            super(uri(binaryName, Kind.CLASS), Kind.CLASS);
        }

        @Override
        public OutputStream openOutputStream() {
            return bytes;
        }
    }
}
