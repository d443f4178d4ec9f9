package io.trawl.kernel.magic;

import io.trawl.kernel.api.Bundle;
import io.trawl.kernel.magic.Magic.Choice;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** All magics of a session, and how a cell's text is read with regard to them. Thread-safe. */
public final class Magics {

    /** Names that other kernels use for the same. */
    private static final Map<String, String> ALIASES = Map.ofEntries(
            Map.entry("addMavenDependency", "maven"),
            Map.entry("addMavenDependencies", "maven"),
            Map.entry("mavenRepo", "repository"),
            Map.entry("addMavenRepo", "repository"),
            Map.entry("loadFromPOM", "pom"),
            Map.entry("jar", "jars"),
            Map.entry("system", "sh"));

    /** What people look for here and why it is not there. */
    private static final Map<String, String> REFUSED = Map.of(
            "javascript",
                    "this kernel puts no scripts into notebooks: whoever opens one later would run them. %%html"
                            + " shows markup; a Java cell can do the computing",
            "js",
                    "this kernel puts no scripts into notebooks: whoever opens one later would run them. %%html shows"
                            + " markup; a Java cell can do the computing",
            "python", "this is a Java kernel; %%sh runs what the shell finds, as python3 -c '…'",
            "matplotlib", "this is a Java kernel: values draw themselves",
            "pip", "this is a Java kernel: %maven group:artifact:version adds libraries; !pip runs the command");

    private static final Pattern FILLED = Pattern.compile("\\{([A-Za-z_$][\\w$]*)}");
    private static final Pattern LEADING_OPTIONS = Pattern.compile("(?:-\\w+\\s+\\d+\\s*)*");

    private final Workspace workspace;
    private final MavenSettings maven;
    private final List<Magic> standard = new ArrayList<>();
    private final List<Magic> added = new ArrayList<>();

    /** Made by the first question: a session whose cells hold no magic starts without. */
    private @Nullable Map<String, Magic> byName;

    public Magics(Workspace workspace, MavenSettings maven) {
        this.workspace = workspace;
        this.maven = maven;
    }

    /** Adds a magic to those that come with the kernel; one of the same name is replaced. */
    public synchronized void add(Magic magic) {
        added.add(magic);
        byName = null;
    }

    private synchronized Map<String, Magic> byName() {
        if (byName == null) {
            var all = new TreeMap<String, Magic>();
            standard().forEach(m -> all.put(m.manual().name(), m));
            added.forEach(m -> all.put(m.manual().name(), m));
            byName = Collections.unmodifiableMap(all);
        }
        return byName;
    }

    private List<Magic> standard() {
        if (standard.isEmpty()) {
            var place = new Surroundings();
            var libraries = new Libraries(workspace, new Repositories(maven, place), place);
            standard.addAll(List.of(
                    new MavenMagic(libraries, place),
                    new RepositoryMagic(libraries.repositories()),
                    SwitchMagic.offline(libraries.repositories()),
                    new PomMagic(libraries, place),
                    new JarsMagic(libraries, place),
                    new ClassPathMagic(libraries, place, workspace),
                    new LoadMagic("load", place),
                    new LoadMagic("run", place),
                    new WriteFileMagic(place),
                    new ShellMagic("sh", place),
                    new ShellMagic("bash", place),
                    new CommandMagic(place),
                    new TimeMagic(),
                    new TimeitMagic(),
                    new ShowMagic("html", "text/html", "HTML"),
                    new ShowMagic("markdown", "text/markdown", "Markdown"),
                    new ShowMagic("latex", "text/latex", "LaTeX"),
                    new ShowMagic("svg", "image/svg+xml", "an SVG picture"),
                    new EnvMagic(place),
                    new DirectoryMagic("cd", place),
                    new DirectoryMagic("pwd", place),
                    new WhoMagic("who", workspace),
                    new WhoMagic("whos", workspace),
                    new DeclaredMagic(Workspace.Kind.IMPORT, workspace),
                    new DeclaredMagic(Workspace.Kind.METHOD, workspace),
                    new DeclaredMagic(Workspace.Kind.TYPE, workspace),
                    new HistoryMagic(workspace),
                    new ResetMagic(workspace),
                    new JavapMagic(workspace),
                    SwitchMagic.await(workspace),
                    new HelpMagic("help", this),
                    new HelpMagic("lsmagic", this),
                    new QuestionMagic(this, workspace)));
        }
        return standard;
    }

    Collection<Magic> all() {
        return byName().values();
    }

    Optional<Magic> find(String name) {
        return Optional.ofNullable(byName().get(ALIASES.getOrDefault(name, name)));
    }

    /** The parts of a cell, in order. A cell without magics is one part. */
    public List<Part> split(String code) {
        return Splitter.split(code, name -> find(name).isPresent(), workspace::isDefined);
    }

    /**
     * Carries out a magic.
     *
     * @throws MagicException also where there is none of that name
     */
    public void run(Part.Command command, Call call) throws Exception {
        String name = command.name().replace("%", "");
        Magic magic = find(name).orElse(null);
        if (magic == null) {
            throw unknown(name, command.whole());
        }
        if (call.arguments().text().equals("?")) {
            call.page(magic.manual().page());
            return;
        }
        Manual manual = magic.manual();
        if (command.body().isEmpty() && (command.name().startsWith("%") || !manual.isLine())) {
            throw new MagicException(
                    MagicException.Kind.USAGE,
                    manual.isCell()
                            ? "%%" + name + " must be the first line of its cell; the rest of the cell is its text"
                            : "this one is written with one %: %" + name,
                    command.whole());
        }
        if (command.body().isPresent() && !manual.isCell()) {
            throw new MagicException(
                    MagicException.Kind.USAGE, "this one is written with one %: %" + name, command.whole());
        }
        magic.run(call);
    }

    /**
     * The arguments of a magic with the values of variables in place of {@code {name}}; what names no variable stays, and
     * so does Java.
     */
    public Span filled(Part.Command command, Call call) throws Exception {
        Span written = command.arguments();
        boolean java = find(command.name().replace("%", ""))
                .filter(m -> m.manual().java())
                .isPresent();
        if (java || written.text().indexOf('{') < 0) {
            return written;
        }
        List<Workspace.Variable> variables = workspace.variables();
        String text = call.work(() -> FILLED.matcher(written.text())
                .replaceAll(place -> Matcher.quoteReplacement(variables.stream()
                        .filter(v -> v.name().equals(place.group(1)))
                        .map(v -> workspace.text(v.value()))
                        .findFirst()
                        .orElse(place.group()))));
        return text.equals(written.text()) ? written : new Span(written.offset(), text);
    }

    private MagicException unknown(String name, Span where) {
        if (name.isEmpty()) {
            return new MagicException(
                    MagicException.Kind.UNKNOWN,
                    "a magic is written without a blank, as %time; %help lists them",
                    where);
        }
        String words = REFUSED.get(name.toLowerCase(Locale.ROOT));
        if (words == null) {
            List<String> near = Near.to(name, byName().keySet());
            words = near.isEmpty()
                    ? "%help lists what there is"
                    : "did you mean "
                            + String.join(
                                    " or ", near.stream().map(this::written).toList()) + "?";
        }
        return new MagicException(MagicException.Kind.UNKNOWN, "there is no magic %" + name + ": " + words, where);
    }

    private String written(String name) {
        return (byName().get(name).manual().isLine() ? "%" : "%%") + name;
    }

    /**
     * The Java of a cell with its magics blanked out: as long, and every position in it means the same, in UTF-16 units
     * as in code points. For looking at Java beside magics: completion, inspection, completeness.
     */
    public String javaOnly(String code) {
        var java = new StringBuilder(code);
        for (Part part : split(code)) {
            if (part instanceof Part.Command command) {
                boolean javaArguments =
                        find(command.name()).filter(m -> m.manual().java()).isPresent();
                int end = javaArguments && command.body().isEmpty()
                        ? javaStart(command)
                        : command.whole().end();
                comment(
                        java,
                        command.whole().offset(),
                        end,
                        end < command.whole().end());
                if (!javaArguments) {
                    command.body().ifPresent(body -> comment(java, body.offset(), body.end(), false));
                }
            }
        }
        return java.toString();
    }

    private static int javaStart(Part.Command command) {
        Span arguments = command.arguments();
        Matcher options = LEADING_OPTIONS.matcher(arguments.text());
        return arguments.offset() + (options.lookingAt() ? options.end() : 0);
    }

    /** As a comment, since that may hold characters that count as two units; Java follows where it is a block. */
    private static void comment(StringBuilder text, int start, int end, boolean javaFollows) {
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c != '\n' && !Character.isSurrogate(c)) {
                text.setCharAt(i, ' ');
            }
        }
        boolean surrogates = text.substring(start, end).chars().anyMatch(c -> Character.isSurrogate((char) c));
        if (surrogates && !javaFollows && end - start > 2) {
            text.setCharAt(start, '/');
            text.setCharAt(start + 1, '/');
        }
    }

    /** The page of the magic whose name or options stand at a position; empty where Java stands. */
    public Optional<Bundle> describe(String code, int index) {
        for (Part part : split(code)) {
            if (part instanceof Part.Command command
                    && index >= command.whole().offset()
                    && index <= command.whole().end()) {
                Optional<Magic> magic = find(command.name().replace("%", ""));
                boolean inJava = magic.isPresent()
                        && magic.get().manual().java()
                        && command.body().isEmpty()
                        && index > command.arguments().offset();
                return inJava ? Optional.empty() : magic.map(m -> m.manual().page());
            }
        }
        return Optional.empty();
    }

    /** Whether a cell that holds a cell magic is complete: it ends, as in IPython, with a blank line. Empty for others. */
    public Optional<Boolean> isComplete(String code) {
        for (Part part : split(code)) {
            if (part instanceof Part.Command command && command.body().isPresent()) {
                String body = command.body().get().text();
                return Optional.of(!body.isBlank()
                        && body.substring(body.lastIndexOf('\n') + 1).isBlank());
            }
        }
        return Optional.empty();
    }

    /**
     * What could stand at {@code cursor} of a magic's line, positions in UTF-16 units.
     *
     * @return empty where the cursor stands in Java
     */
    public Optional<Choices> complete(String code, int cursor) {
        int lineStart = cursor == 0 ? 0 : code.lastIndexOf('\n', cursor - 1) + 1;
        String typed = code.substring(lineStart, cursor);
        String stripped = typed.stripLeading();
        if (stripped.matches("%%?\\w*")) {
            int start = cursor - stripped.length();
            boolean cell = couldStand("%%html", code, start);
            boolean line = !stripped.startsWith("%%") && couldStand("%help", code, start);
            if (cell || line) {
                return Optional.of(names(stripped, cursor, line, cell));
            }
        }
        for (Part part : split(code)) {
            if (part instanceof Part.Command command && cursor > command.whole().offset()) {
                if (cursor <= command.whole().end()) {
                    return arguments(command, code, cursor);
                }
                boolean java =
                        find(command.name()).filter(m -> m.manual().java()).isPresent();
                if (command.body().isPresent() && !java) {
                    return Optional.of(new Choices(List.of(), cursor, cursor));
                }
            }
        }
        return Optional.empty();
    }

    /** Suggestions for the text between two positions. */
    public record Choices(List<Choice> items, int start, int end) {}

    private boolean couldStand(String magic, String code, int start) {
        List<Part> parts = split(code.substring(0, start) + magic);
        return !parts.isEmpty()
                && parts.get(parts.size() - 1) instanceof Part.Command command
                && command.whole().offset() == start
                && command.body().isPresent() == magic.startsWith("%%");
    }

    private Choices names(String typed, int cursor, boolean line, boolean cell) {
        String prefix = typed.replace("%", "");
        var items = new ArrayList<Choice>();
        for (Magic magic : byName().values()) {
            Manual manual = magic.manual();
            if (!manual.name().startsWith(prefix)
                    || !Character.isLetter(manual.name().charAt(0))) {
                continue;
            }
            if (line && manual.isLine()) {
                items.add(new Choice("%" + manual.name(), "magic"));
            }
            if (cell && manual.isCell()) {
                items.add(new Choice("%%" + manual.name(), "magic"));
            }
        }
        return new Choices(items, cursor - typed.length(), cursor);
    }

    private Optional<Choices> arguments(Part.Command command, String code, int cursor) {
        @Nullable Magic magic = find(command.name().replace("%", "")).orElse(null);
        String before = code.substring(command.whole().offset(), cursor);
        String word = before.substring(Math.max(before.lastIndexOf(' '), before.lastIndexOf('\t')) + 1);
        var items = new ArrayList<Choice>();
        if (magic != null) {
            if (word.startsWith("-")) {
                magic.manual().options().stream()
                        .filter(o -> o.startsWith(word))
                        .forEach(o -> items.add(new Choice(o, "option")));
            } else if (magic.manual().java() && command.body().isEmpty()) {
                return Optional.empty();
            } else {
                items.addAll(magic.complete(word));
            }
        }
        return Optional.of(new Choices(items, cursor - word.length(), cursor));
    }
}
