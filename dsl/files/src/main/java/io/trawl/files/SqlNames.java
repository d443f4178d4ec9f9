package io.trawl.files;

import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Names as a database takes them: always quoted, so that they may be anything. A plain name is made as the database would
 * write it without quotes, so that queries need none.
 */
final class SqlNames {
    private enum Case {
        UPPER,
        LOWER,
        AS_IS
    }

    private final Case plain;
    private final String quote;
    private final String escape;

    SqlNames(DatabaseMetaData data) throws SQLException {
        this.plain = data.storesUpperCaseIdentifiers()
                ? Case.UPPER
                : data.storesLowerCaseIdentifiers() ? Case.LOWER : Case.AS_IS;
        this.quote = data.getIdentifierQuoteString().strip();
        this.escape = data.getSearchStringEscape();
    }

    /** The schema of {@code schema.table}; empty without one. */
    static String first(String table) {
        int dot = table.indexOf('.');
        return dot < 0 ? "" : table.substring(0, dot);
    }

    static String last(String table) {
        return table.substring(table.indexOf('.') + 1);
    }

    /** A name that is there. */
    String quoted(String name) {
        return quote + name.replace(quote, quote + quote) + quote;
    }

    /** A name to be made. */
    String made(String name) {
        return quoted(name.matches("[A-Za-z_][A-Za-z0-9_]*") ? folded(name) : name);
    }

    private String folded(String name) {
        return switch (plain) {
            case UPPER -> name.toUpperCase(Locale.ROOT);
            case LOWER -> name.toLowerCase(Locale.ROOT);
            case AS_IS -> name;
        };
    }

    /** How what the user calls so may be written in the database, the likeliest first. */
    Set<String> candidates(String name) {
        return new LinkedHashSet<>(
                List.of(folded(name), name, name.toUpperCase(Locale.ROOT), name.toLowerCase(Locale.ROOT)));
    }

    /** The schemas where a table may be; the empty name for a database without any. */
    Set<String> schemas(String table, @org.jspecify.annotations.Nullable String current) {
        String first = first(table);
        return first.isEmpty() ? Set.of(current == null ? "" : current) : candidates(first);
    }

    /** A name as a search pattern that means just it. */
    String pattern(String name) {
        return escape == null || escape.isEmpty()
                ? name
                : name.replace(escape, escape + escape)
                        .replace("_", escape + "_")
                        .replace("%", escape + "%");
    }
}
