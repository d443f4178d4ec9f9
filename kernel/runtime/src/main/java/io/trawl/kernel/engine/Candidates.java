package io.trawl.kernel.engine;

import com.sun.source.tree.Scope;
import com.sun.source.util.TreePath;
import io.trawl.kernel.engine.Probe.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.ExecutableType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/** What may stand at a place: members of what is before the dot, or what the scope holds; as javac sees it. */
final class Candidates {

    /**
     * A name and what it is.
     *
     * @param rank the order in which to offer: 0 the user's own, 1 Trawl's, 2 other libraries', 3 what every object has
     * @param overloads how many more methods have the name
     */
    record Candidate(String name, String kind, String signature, int rank, boolean parameters, int overloads) {

        String text() {
            return kind.equals("method") ? name + (parameters ? "(" : "()") : name;
        }

        String line() {
            return overloads == 0 ? signature : signature + "  +" + overloads;
        }
    }

    private final Place place;
    private final String typed;
    private final Map<String, Candidate> found = new LinkedHashMap<>();

    private Candidates(Place place, String typed) {
        this.place = place;
        this.typed = typed;
    }

    /** By name; those that begin with {@code typed}. */
    static Map<String, Candidate> at(Place place, String typed) {
        var candidates = new Candidates(place, typed);
        TreePath receiver = place.receiver();
        if (receiver != null) {
            candidates.members(receiver);
        } else {
            candidates.scope();
        }
        return candidates.found;
    }

    private void members(TreePath receiver) {
        Element element = place.trees().getElement(receiver);
        TypeMirror type = place.trees().getTypeMirror(receiver);
        boolean statics = element instanceof TypeElement;
        for (Element member : new Members(place).of(type)) {
            boolean fits = statics == member.getModifiers().contains(Modifier.STATIC)
                    || member.getKind().isClass();
            if (fits && isAccessible(member, type)) {
                add(member, type instanceof DeclaredType declared ? declared : null);
            }
        }
        if (type != null && type.getKind() == TypeKind.ARRAY) {
            found.putIfAbsent("length", new Candidate("length", "field", "int length", 2, false, 0));
        }
    }

    private boolean isAccessible(Element member, @Nullable TypeMirror type) {
        Scope scope = place.trees().getScope(place.path());
        return !(type instanceof DeclaredType declared) || place.trees().isAccessible(scope, member, declared);
    }

    private void scope() {
        for (Scope scope = place.trees().getScope(place.path()); scope != null; scope = scope.getEnclosingScope()) {
            for (Element local : scope.getLocalElements()) {
                if (local.getKind() != ElementKind.CLASS || local.asType().getKind() != TypeKind.ERROR) {
                    add(local, null);
                }
            }
            TypeElement around = scope.getEnclosingClass();
            if (around != null) {
                around.getEnclosedElements().forEach(e -> add(e, null));
            }
        }
        new Members(place).imported().forEach(member -> add(member, null));
    }

    private void add(Element element, @Nullable DeclaredType of) {
        String name = element.getSimpleName().toString();
        boolean names = element.getKind() != ElementKind.CONSTRUCTOR && !name.isEmpty() && name.indexOf('$') < 0;
        if (!names || !name.regionMatches(true, 0, typed, 0, typed.length())) {
            return;
        }
        boolean method = element instanceof ExecutableElement;
        boolean parameters =
                method && !((ExecutableElement) element).getParameters().isEmpty();
        var one = new Candidate(name, kind(element), signature(element, of), rank(element), parameters, 0);
        // A field and a method of one name: the method is offered.
        found.merge(
                name,
                one,
                (known, next) -> next.kind().equals("method") && known.kind().equals("method")
                        ? new Candidate(
                                name,
                                "method",
                                known.signature(),
                                known.rank(),
                                known.parameters() || next.parameters(),
                                known.overloads() + 1)
                        : known);
    }

    static String kind(Element element) {
        return switch (element.getKind()) {
            case METHOD, CONSTRUCTOR -> "method";
            case FIELD, ENUM_CONSTANT, RECORD_COMPONENT -> "field";
            case CLASS, INTERFACE, ENUM, RECORD, ANNOTATION_TYPE, TYPE_PARAMETER -> "class";
            case PACKAGE -> "package";
            default -> "variable";
        };
    }

    private int rank(Element element) {
        Element owner = element.getEnclosingElement();
        String type = owner instanceof TypeElement t ? t.getQualifiedName().toString() : "";
        if (type.startsWith(CellFiles.PACKAGE + ".") || type.isEmpty()) {
            return 0;
        }
        return type.equals("java.lang.Object") ? 3 : type.startsWith("io.trawl.") ? 1 : 2;
    }

    private String signature(Element element, @Nullable DeclaredType of) {
        TypeMirror type = of == null ? element.asType() : asMember(element, of);
        if (element instanceof ExecutableElement method && type instanceof ExecutableType executable) {
            return executable(method, executable);
        }
        return element instanceof VariableElement ? simple(type) + " " + element.getSimpleName() : words(element);
    }

    private TypeMirror asMember(Element element, DeclaredType of) {
        try {
            return place.task().getTypes().asMemberOf(of, element);
        } catch (IllegalArgumentException e) {
            return element.asType();
        }
    }

    /** A type as a heading: {@code class java.util.ArrayList<E>}. */
    static String words(Element element) {
        String kind =
                element.getKind().name().toLowerCase(java.util.Locale.ROOT).replace("annotation_type", "@interface");
        return kind + " " + element.asType();
    }

    /** As Java writes it, without packages: {@code String substring(int beginIndex, int endIndex)}. */
    static String executable(ExecutableElement method, ExecutableType type) {
        boolean constructor = method.getKind() == ElementKind.CONSTRUCTOR;
        String name = constructor
                ? method.getEnclosingElement().getSimpleName().toString()
                : simple(type.getReturnType()) + " " + method.getSimpleName();
        String thrown = type.getThrownTypes().stream().map(Candidates::simple).collect(Collectors.joining(", "));
        return name + "(" + String.join(", ", parameters(method, type)) + ")"
                + (thrown.isEmpty() ? "" : " throws " + thrown);
    }

    /** {@code int beginIndex}; only the type where the class file does not tell the names. */
    static List<String> parameters(ExecutableElement method, ExecutableType type) {
        var parameters = new ArrayList<String>();
        for (int i = 0; i < type.getParameterTypes().size(); i++) {
            String name = method.getParameters().get(i).getSimpleName().toString();
            boolean variable =
                    method.isVarArgs() && i == type.getParameterTypes().size() - 1;
            String simple = simple(type.getParameterTypes().get(i));
            simple = variable ? simple.replaceFirst("\\[]$", "...") : simple;
            parameters.add(name.matches("arg\\d+") ? simple : simple + " " + name);
        }
        return parameters;
    }

    static String simple(TypeMirror type) {
        return type.toString()
                .replaceAll("@[\\w.]+(\\([^)]*\\))?\\s*", "")
                .replaceAll("\\b(?:[a-z_][\\w]*\\.)+(?=[A-Z$])", "")
                .replaceAll("REPL\\.\\$JShell\\$\\w+\\.", "")
                .replaceAll("\\$JShell\\$\\w+\\.", "")
                .replace(",", ", ")
                .replaceAll(",\\s+", ", ");
    }
}
