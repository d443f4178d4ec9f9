package io.trawl.matrix;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The rows of the mission that a test proves, for example {@code @Row("B7")}. On a class it holds for each of its tests.
 * A row is full when such a test passed and a notebook cell tagged {@code row:B7} was executed without error.
 */
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Row {
    String[] value();
}
