package io.trawl.kernel.magic;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;

/** Reads how people write a library: Maven's {@code g:a[:type[:classifier]]:version}, Gradle's {@code g:a:v:c@t}. */
final class Coordinates {

    private static final Pattern FORM =
            Pattern.compile("([\\w.-]+):([\\w.-]+)(?::([^:@\\s]+))?(?::([^:@\\s]+))?(?::([^:@\\s]+))?(?:@(\\w+))?");
    private static final Pattern VERSION = Pattern.compile("\\d.*|[\\[(].*|LATEST|RELEASE");

    private Coordinates() {}

    /** A range may hold a comma and blanks, as {@code [1.0, 2.0)}: the caller joins the words. */
    static Artifact parse(Span written) throws MagicException {
        Matcher form = FORM.matcher(written.text().replaceAll("\\s", ""));
        if (!form.matches()) {
            throw new MagicException(
                    MagicException.Kind.USAGE,
                    "not a library: write group:artifact:version, as com.google.code.gson:gson:2.11.0",
                    written);
        }
        String group = form.group(1);
        String artifact = form.group(2);
        String third = form.group(3);
        String fourth = form.group(4);
        String fifth = form.group(5);
        String type = form.group(6) == null ? "jar" : form.group(6);
        if (third == null) {
            return new DefaultArtifact(group, artifact, "", type, "RELEASE");
        }
        if (fourth == null) {
            return new DefaultArtifact(group, artifact, "", type, third);
        }
        if (fifth == null) {
            // g:a:type:version, or as Gradle has it g:a:version:classifier.
            return VERSION.matcher(third).matches() && !VERSION.matcher(fourth).matches()
                    ? new DefaultArtifact(group, artifact, fourth, type, third)
                    : new DefaultArtifact(group, artifact, "", third, fourth);
        }
        return new DefaultArtifact(group, artifact, fourth, third, fifth);
    }

    /** What may be on a class path once only. */
    static String key(Artifact artifact) {
        return artifact.getGroupId() + ":" + artifact.getArtifactId()
                + (artifact.getClassifier().isEmpty() ? "" : ":" + artifact.getClassifier());
    }

    static String text(Artifact artifact) {
        return key(artifact) + ":" + artifact.getVersion();
    }
}
