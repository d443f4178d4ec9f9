package io.trawl.kernel.engine;

import io.trawl.kernel.engine.Probe.Place;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Element;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.TypeVariable;
import javax.lang.model.util.Elements;
import org.jspecify.annotations.Nullable;

/** The members that a type has and that imports bring, as javac sees them at a place. */
record Members(Place place) {

    /** Those of a class, of what a type variable stands for; of an array what every object has. */
    List<? extends Element> of(@Nullable TypeMirror type) {
        Elements elements = place.task().getElements();
        TypeMirror bound = type instanceof TypeVariable v ? v.getUpperBound() : type;
        if (bound != null && bound.getKind() == TypeKind.ARRAY) {
            return elements.getAllMembers(elements.getTypeElement("java.lang.Object"));
        }
        return bound instanceof DeclaredType declared && declared.asElement() instanceof TypeElement element
                ? elements.getAllMembers(element)
                : List.of();
    }

    /** The public static members of types that are imported with a star. */
    List<Element> imported() {
        var found = new ArrayList<Element>();
        Elements elements = place.task().getElements();
        for (String name : place.statics()) {
            TypeElement type = elements.getTypeElement(name);
            if (type != null) {
                for (Element member : elements.getAllMembers(type)) {
                    if (member.getModifiers().contains(Modifier.STATIC)
                            && member.getModifiers().contains(Modifier.PUBLIC)) {
                        found.add(member);
                    }
                }
            }
        }
        return found;
    }
}
