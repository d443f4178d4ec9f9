package io.trawl.kernel.api;

import io.trawl.kernel.api.widget.TableView;
import java.awt.image.RenderedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a cell says to show something; imported into every cell, so {@code display(x)} and {@code markdown("# Hello")} are
 * there without an import. The others make a {@link Bundle}, to be a cell's value or to be displayed:
 *
 * <pre>{@code
 * var line = display("starting");        // shown here and now
 * line.update("half of it is done");     // replaced in place, from any thread, also from a later cell
 * line.update(markdown("**done**"));
 * }</pre>
 *
 * There is none for JavaScript: front ends refuse or sandbox it, and a saved notebook would lose it.
 */
public final class Show {

    private static final int LONGEST_SIDE = 2_000;

    private Show() {}

    /**
     * Shows a value in the cell that runs this, drawn as it would be as the cell's value; the handle updates it.
     *
     * @throws IllegalStateException on a thread that no cell started, or outside a kernel
     */
    public static Display display(@Nullable Object value) {
        return cell().display(value);
    }

    /**
     * A table to look around in: where the page draws widgets it is sorted by a column, filtered by words and read page by
     * page, and only the page shown is sent; elsewhere it is its first rows. For collections of records, maps or beans,
     * maps, arrays, and what a library says has rows, such as Tablesaw's tables. A table that a cell merely shows stays as
     * it is: what is saved in the notebook needs no kernel.
     *
     * <pre>{@code
     * browse(books)
     * browse(books.table()).filter("wine").sort("price")
     * }</pre>
     *
     * @throws IllegalArgumentException for a value that has no rows
     */
    public static TableView browse(Object value) {
        return TableView.of(Kernel.current()
                .renderers()
                .rows(value)
                .orElseThrow(() ->
                        new IllegalArgumentException("a " + value.getClass().getName()
                                + " has no rows: browse a list, a map, an array, a table or results")));
    }

    /** Removes what the cell that runs this has shown so far. */
    public static void clear() {
        cell().clearOutput(false);
    }

    private static Cell cell() {
        return Kernel.current()
                .cell()
                .orElseThrow(() -> new IllegalStateException(
                        "this thread belongs to no cell: start its task as Cell.carry(task) of the cell that owns it"));
    }

    /**
     * HTML as you wrote it. An untrusted notebook drops scripts, {@code <style>}, SVG and frames of it; text from outside
     * goes through {@link Escape#html} first.
     */
    public static Bundle html(String html) {
        String text = html.replaceAll("(?s)<(script|style)\\b.*?</\\1\\s*>", "")
                .replaceAll("(?s)<[^<>]*>", " ")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&nbsp;", " ")
                .replace("&amp;", "&")
                .replaceAll("\\s+", " ")
                .strip();
        return Bundle.text(text.isEmpty() ? "HTML" : text).html(html);
    }

    /** Markdown, which is readable as it is where nothing renders it. */
    public static Bundle markdown(String markdown) {
        return Bundle.text(markdown).markdown(markdown);
    }

    /** A formula as LaTeX writes it, with its {@code $}. */
    public static Bundle latex(String latex) {
        return Bundle.text(latex).with("text/latex", latex);
    }

    /** An SVG picture, as an image: so it is drawn in an untrusted notebook too, and scripts in it never run. */
    public static Bundle svg(String svg) {
        String data = Base64.getEncoder().encodeToString(svg.getBytes(StandardCharsets.UTF_8));
        return Bundle.text("SVG picture")
                .html("<img alt=\"SVG picture\" src=\"data:image/svg+xml;base64," + data + "\">");
    }

    /**
     * A value as a tree of JSON: maps, collections, arrays, records, text, numbers, booleans; anything else is its text.
     *
     * @throws IllegalArgumentException for what JSON cannot say: NaN, or nesting beyond 200 levels, as of a cycle
     */
    public static Bundle json(@Nullable Object value) {
        var tree = new JsonTree();
        Object data = tree.of(value);
        Bundle text = Bundle.text(tree.text(data));
        return data instanceof Map || data instanceof java.util.List
                ? text.with("application/json", data).withMetadata("application/json", Map.of("expanded", false))
                : text;
    }

    /** A picture as PNG; one with a side beyond 2,000 pixels is scaled down, and that is said. */
    public static Bundle image(RenderedImage image) {
        return Images.png(image, LONGEST_SIDE);
    }

    /** A small picture of a picture, as PNG. */
    public static Bundle image(RenderedImage image, int longestSide) {
        return Images.png(image, longestSide);
    }

    /**
     * An encoded picture: PNG, JPEG, GIF or WebP by its first bytes.
     *
     * @throws IllegalArgumentException for other bytes
     */
    public static Bundle image(byte[] encoded) {
        String type = Images.typeOf(encoded);
        if (type == null) {
            throw new IllegalArgumentException("these bytes are no PNG, JPEG, GIF or WebP; SVG goes through svg(text)");
        }
        return Images.encoded(encoded, type);
    }

    /**
     * A picture from a file: PNG, JPEG, GIF, WebP, or SVG by its name.
     *
     * @throws IllegalArgumentException where the file cannot be read or is no picture
     */
    public static Bundle image(Path file) {
        try {
            return file.toString().endsWith(".svg") ? svg(Files.readString(file)) : image(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new IllegalArgumentException("no picture could be read from " + file + ": " + e, e);
        }
    }
}
