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
import javax.lang.model.element.ModuleElement;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.ExecutableType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import org.jspecify.annotations.Nullable;

/** What a name at a place means: the elements, as a reader wants to see them, and where their sources would be. */
final class Symbols {

    /**
     * Something that a name means.
     *
     * @param heading as Java writes it: {@code int Math.abs(int a)}
     * @param unnamed the heading's parameters where the class file does not name them: {@code int}; else empty
     * @param sources where its documentation may stand, the nearest first: itself, then what it overrides
     */
    record Symbol(String heading, List<String> unnamed, List<SourceRef> sources) {

        /** The heading with names that its source knows. */
        String heading(List<String> names) {
            if (unnamed.isEmpty() || names.size() != unnamed.size()) {
                return heading;
            }
            var parameters = new ArrayList<String>();
            for (int i = 0; i < names.size(); i++) {
                parameters.add(unnamed.get(i) + " " + names.get(i));
            }
            return heading.replace("(" + String.join(", ", unnamed) + ")", "(" + String.join(", ", parameters) + ")");
        }
    }

    /**
     * A declaration in a source file.
     *
     * @param module empty for a library
     * @param type the outermost class, by qualified name
     * @param nested the classes in it that lead to the declaration
     * @param member the name of the member, {@code <init>} for constructors, empty for the type itself
     * @param parameters the types of a method's parameters, simple and without type arguments
     */
    record SourceRef(String module, String type, List<String> nested, String member, List<String> parameters) {}

    private final Place place;

    private Symbols(Place place) {
        this.place = place;
    }

    /** Members of what stands before the dot. */
    static List<Symbol> members(Place place, String name) {
        var symbols = new Symbols(place);
        TreePath receiver = place.receiver();
        if (receiver == null) {
            return List.of();
        }
        TypeMirror type = place.trees().getTypeMirror(receiver);
        var found = new ArrayList<Symbol>();
        if (place.trees().getElement(receiver) instanceof PackageElement around) {
            ElementFilter.typesIn(around.getEnclosedElements()).stream()
                    .filter(t -> t.getSimpleName().contentEquals(name))
                    .forEach(t -> found.add(symbols.symbol(t, null)));
        }
        for (Element member : symbols.membersOf(type)) {
            if (member.getSimpleName().contentEquals(name)) {
                found.add(symbols.symbol(member, type instanceof DeclaredType d ? d : null));
            }
        }
        return found;
    }

    /** A name that stands alone; the place is {@code name.}{@link Probe#HERE}. */
    static List<Symbol> named(Place place, String name, boolean constructed) {
        var symbols = new Symbols(place);
        var found = new ArrayList<Symbol>();
        TreePath receiver = place.receiver();
        Element element = receiver == null ? null : place.trees().getElement(receiver);
        if (element instanceof TypeElement type && type.asType().getKind() != TypeKind.ERROR) {
            found.add(symbols.symbol(type, null));
            if (constructed) {
                ElementFilter.constructorsIn(type.getEnclosedElements()).stream()
                        .filter(c -> !c.getModifiers().contains(Modifier.PRIVATE))
                        .forEach(c -> found.add(symbols.symbol(c, null)));
            }
        } else if (element instanceof VariableElement variable
                && variable.asType().getKind() != TypeKind.ERROR) {
            found.add(symbols.symbol(variable, null));
        }
        symbols.inScope().stream()
                .filter(e -> e instanceof ExecutableElement && e.getSimpleName().contentEquals(name))
                .forEach(e -> found.add(symbols.symbol(e, null)));
        return found;
    }

    private List<? extends Element> membersOf(TypeMirror type) {
        return new Members(place).of(type);
    }

    /** The methods of the classes around, and what star imports bring. */
    private List<Element> inScope() {
        var elements = new ArrayList<Element>();
        for (Scope scope = place.trees().getScope(place.path()); scope != null; scope = scope.getEnclosingScope()) {
            if (scope.getEnclosingClass() != null) {
                elements.addAll(scope.getEnclosingClass().getEnclosedElements());
            }
        }
        elements.addAll(new Members(place).imported());
        return elements;
    }

    private Symbol symbol(Element element, @Nullable DeclaredType of) {
        var sources = new ArrayList<SourceRef>();
        sources.add(source(element));
        if (element instanceof ExecutableElement method && element.getKind() == ElementKind.METHOD) {
            overridden(method, (TypeElement) method.getEnclosingElement(), sources);
        }
        return new Symbol(heading(element, of), unnamed(element, of), sources);
    }

    private List<String> unnamed(Element element, @Nullable DeclaredType of) {
        boolean nameless = element instanceof ExecutableElement method
                && !method.getParameters().isEmpty()
                && method.getParameters().get(0).getSimpleName().toString().matches("arg\\d+");
        TypeMirror type = of == null ? element.asType() : asMember(element, of);
        return nameless && type instanceof ExecutableType executable
                ? Candidates.parameters((ExecutableElement) element, executable)
                : List.of();
    }

    private void overridden(ExecutableElement method, TypeElement in, List<SourceRef> to) {
        for (TypeMirror supertype : place.task().getTypes().directSupertypes(in.asType())) {
            TypeElement type = (TypeElement) ((DeclaredType) supertype).asElement();
            for (ExecutableElement other : ElementFilter.methodsIn(type.getEnclosedElements())) {
                if (other.getSimpleName().equals(method.getSimpleName())
                        && place.task().getElements().overrides(method, other, in)) {
                    to.add(source(other));
                }
            }
            overridden(method, type, to);
        }
    }

    private SourceRef source(Element element) {
        var nested = new ArrayList<String>();
        Element type = element instanceof TypeElement ? element : element.getEnclosingElement();
        while (type != null && type.getEnclosingElement() instanceof TypeElement around) {
            nested.add(0, type.getSimpleName().toString());
            type = around;
        }
        ModuleElement module = place.task().getElements().getModuleOf(element);
        return new SourceRef(
                module == null ? "" : module.getQualifiedName().toString(),
                type instanceof TypeElement t ? t.getQualifiedName().toString() : "",
                nested,
                element instanceof TypeElement ? "" : element.getSimpleName().toString(),
                element instanceof ExecutableElement method
                        ? method.getParameters().stream()
                                .map(p -> bare(p.asType().toString()))
                                .toList()
                        : List.of());
    }

    /** A type without packages, outer classes, type arguments and annotations: as it can be compared with source. */
    static String bare(String type) {
        String text = type.replaceAll("@[\\w.]+(\\([^)]*\\))?\\s*", "").replace("...", "[]");
        String before;
        do {
            before = text;
            text = text.replaceAll("<[^<>]*>", "");
        } while (!before.equals(text));
        return text.replaceAll("[\\w$]+\\.", "").strip();
    }

    private String heading(Element element, @Nullable DeclaredType of) {
        if (element instanceof TypeElement type) {
            return typeHeading(type);
        }
        String owner = element.getEnclosingElement() instanceof TypeElement type
                        && !type.getQualifiedName().toString().startsWith(CellFiles.PACKAGE + ".")
                ? type.getSimpleName() + "."
                : "";
        TypeMirror type = of == null ? element.asType() : asMember(element, of);
        if (element instanceof ExecutableElement method && type instanceof ExecutableType executable) {
            String text = Candidates.executable(method, executable);
            boolean constructor = method.getKind() == ElementKind.CONSTRUCTOR;
            int at = text.indexOf(" " + method.getSimpleName() + "(");
            return constructor || at < 0 ? text : text.substring(0, at + 1) + owner + text.substring(at + 1);
        }
        return Candidates.simple(type) + " " + owner + element.getSimpleName();
    }

    private TypeMirror asMember(Element element, DeclaredType of) {
        try {
            return place.task().getTypes().asMemberOf(of, element);
        } catch (IllegalArgumentException e) {
            return element.asType();
        }
    }

    private static String typeHeading(TypeElement type) {
        String kind = type.getKind().name().toLowerCase(java.util.Locale.ROOT).replace("annotation_type", "@interface");
        String superclass = type.getSuperclass().getKind() == TypeKind.DECLARED
                        && !type.getSuperclass().toString().equals("java.lang.Object")
                        && type.getKind() == ElementKind.CLASS
                ? " extends " + Candidates.simple(type.getSuperclass())
                : "";
        String interfaces =
                type.getInterfaces().stream().map(Candidates::simple).collect(Collectors.joining(", "));
        String verb = type.getKind() == ElementKind.INTERFACE ? " extends " : " implements ";
        return kind + " "
                + type.asType()
                        .toString()
                        .replaceAll("REPL\\.\\$JShell\\$\\w+\\.", "")
                        .replace(",", ", ")
                + superclass
                + (interfaces.isEmpty() ? "" : verb + interfaces);
    }

    /** Distinct headings, in order. */
    static List<Symbol> distinct(List<Symbol> symbols) {
        Map<String, Symbol> byHeading = new LinkedHashMap<>();
        symbols.forEach(s -> byHeading.putIfAbsent(s.heading(), s));
        return new ArrayList<>(byHeading.values());
    }
}
