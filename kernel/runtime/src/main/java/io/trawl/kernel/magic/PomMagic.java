package io.trawl.kernel.magic;

import io.trawl.kernel.magic.Repositories.Wanted;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.xml.sax.InputSource;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/** {@code %pom}: the dependencies of a POM, from a file or from the cell. */
final class PomMagic implements Magic {

    private static final Pattern COLLECTED = Pattern.compile(
            "<(dependency|repository)>.*?</\\1>|<(dependencyManagement|properties)>.*?</\\2>", Pattern.DOTALL);

    private final Libraries libraries;
    private final Surroundings place;

    PomMagic(Libraries libraries, Surroundings place) {
        this.libraries = libraries;
        this.place = place;
    }

    @Override
    public Manual manual() {
        return Manual.of("""
                %pom file [--scope scope] [--exclude group:artifact] [--intransitive] [--offline]
                %%pom [--scope scope] [--exclude group:artifact] [--intransitive] [--offline]
                Adds the dependencies of a Maven POM to the class path of all cells.

                  --scope s       compile, runtime, provided, test; default compile and runtime; may be repeated
                  --exclude g:a   leaves a library out wherever it is needed; may be repeated
                  --intransitive  takes the named libraries alone
                  --offline       asks nobody

                Its parent, properties, managed versions and repositories count. In the body of %%pom a whole
                <project>, or only <dependency>, <repository>, <dependencyManagement>, <properties> elements.""");
    }

    @Override
    public void run(Call call) throws Exception {
        Arguments arguments = MavenMagic.arguments(call.arguments());
        Wanted wanted = MavenMagic.wanted(List.of(), arguments);
        if (call.body().isPresent()) {
            addXml(call.body().get(), wanted, libraries, call);
            return;
        }
        Span written = arguments.one("POM file");
        Path file = place.existing(written);
        Path pom = Files.isDirectory(file) ? file.resolve("pom.xml") : file;
        if (!Files.isRegularFile(pom)) {
            throw new MagicException(MagicException.Kind.FILE, "there is no file " + pom, written);
        }
        add(pom, wanted, libraries, call);
    }

    private static void add(Path pom, Wanted wanted, Libraries libraries, Call call) throws Exception {
        libraries.add(wanted, listener -> libraries.repositories().resolvePom(pom, wanted, listener), call);
    }

    static void addXml(Span text, Wanted wanted, Libraries libraries, Call call) throws Exception {
        Path pom = Files.createTempFile("trawl", ".pom");
        try {
            Files.writeString(pom, project(text));
            add(pom, wanted, libraries, call);
        } finally {
            Files.delete(pom);
        }
    }

    private static String project(Span text) throws MagicException {
        String xml = text.text().strip();
        if (xml.contains("<project")) {
            check(text, xml, 0);
            return xml;
        }
        check(text, "<x>" + text.text() + "</x>", 3);
        var dependencies = new StringBuilder();
        var repositories = new StringBuilder();
        var others = new StringBuilder();
        // A block that holds blocks first, so that what it manages does not count as wanted.
        String managedFirst = xml;
        for (String block : List.of("dependencyManagement", "properties")) {
            Matcher found = Pattern.compile("<" + block + ">.*?</" + block + ">", Pattern.DOTALL)
                    .matcher(managedFirst);
            var rest = new StringBuilder();
            while (found.find()) {
                others.append(found.group());
                found.appendReplacement(rest, "");
            }
            managedFirst = found.appendTail(rest).toString();
        }
        Matcher found = COLLECTED.matcher(managedFirst);
        while (found.find()) {
            ("dependency".equals(found.group(1)) ? dependencies : repositories).append(found.group());
        }
        if (dependencies.isEmpty()) {
            throw new MagicException(MagicException.Kind.USAGE, "a <dependency> is wanted here", text.strip());
        }
        return "<project><modelVersion>4.0.0</modelVersion><groupId>trawl.cell</groupId>"
                + "<artifactId>cell</artifactId><version>1</version>" + others
                + "<repositories>" + repositories + "</repositories>"
                + "<dependencies>" + dependencies + "</dependencies></project>";
    }

    /** Well-formed XML without a document type, which could name files and hosts. */
    private static void check(Span text, String xml, int shift) throws MagicException {
        try {
            var factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new DefaultHandler());
            builder.parse(new InputSource(new StringReader(xml)));
        } catch (SAXParseException e) {
            String[] lines = text.text().split("\n", -1);
            int lead = xml.startsWith("<x>") ? 0 : text.strip().offset() - text.offset();
            int skipped = (int) text.text()
                    .substring(0, lead)
                    .chars()
                    .filter(c -> c == '\n')
                    .count();
            int line = Math.min(lines.length, Math.max(1, e.getLineNumber() + skipped)) - 1;
            int start = 0;
            for (int i = 0; i < line; i++) {
                start += lines[i].length() + 1;
            }
            String message = e.getMessage().replace("\"</x>\"", "the end").replace("\"x\"", "the block");
            throw new MagicException(
                    MagicException.Kind.USAGE, "not XML: " + message, new Span(text.offset() + start, lines[line]));
        } catch (Exception e) {
            throw new MagicException(MagicException.Kind.USAGE, "not XML: " + e.getMessage(), text.strip());
        }
    }

    @Override
    public List<Choice> complete(String word) {
        return place.complete(word).stream()
                .filter(c -> c.text().matches(".*(/|\\.xml|\\.pom)"))
                .toList();
    }
}
