package io.trawl.files;

import io.trawl.table.Columns;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A table and the columns of it that rows go to.
 *
 * @param insert the statement, a parameter per column
 * @param kinds what each parameter is
 * @param foreign which parameters are text for a type that the driver converts to, as {@code uuid} or {@code jsonb}
 * @param keyAt which columns tell rows apart; empty where nothing does
 */
record SqlTable(Dialect dialect, String insert, List<Kind> kinds, Set<Integer> foreign, List<Integer> keyAt) {

    /**
     * The table of that name, which is made where it is not there.
     *
     * @param first rows, to tell the kinds of columns whose type says nothing
     * @throws IllegalArgumentException where the rows cannot go there, and what to write instead
     */
    static SqlTable of(
            Connection connection, String name, Columns columns, List<List<@Nullable Object>> first, List<String> key)
            throws SQLException {
        Dialect dialect = Dialect.of(connection);
        var names = new SqlNames(connection.getMetaData());
        List<Kind> kinds = Kind.of(columns, first);
        List<Integer> keyAt = keyAt(columns, key);
        Found there = find(connection, names, name);
        if (there == null) {
            create(connection, dialect, names, name, columns, kinds, keyAt);
            there = find(connection, names, name);
            if (there == null) {
                throw new SQLException("the table " + name + " was made and is not found");
            }
        }
        var quoted = new ArrayList<String>();
        var actual = new ArrayList<Kind>();
        var foreign = new LinkedHashSet<Integer>();
        for (int i = 0; i < kinds.size(); i++) {
            Map.Entry<String, Integer> column = there.column(columns.names().get(i), columns);
            quoted.add(names.quoted(column.getKey()));
            boolean text = kinds.get(i) != Kind.TEXT && dialect != Dialect.SQLITE && isText(column.getValue());
            actual.add(text ? Kind.TEXT : kinds.get(i));
            if (column.getValue() == Types.OTHER) {
                foreign.add(i);
            }
        }
        String insert = dialect.insert(
                there.name, quoted, keyAt.stream().map(quoted::get).toList());
        return new SqlTable(dialect, insert, actual, foreign, keyAt);
    }

    private static boolean isText(int type) {
        return switch (type) {
            case Types.CHAR, Types.VARCHAR, Types.LONGVARCHAR, Types.NCHAR, Types.NVARCHAR, Types.CLOB -> true;
            default -> false;
        };
    }

    private static List<Integer> keyAt(Columns columns, List<String> key) {
        var at = new ArrayList<Integer>();
        for (String name : key) {
            int i = columns.names().stream()
                    .map(n -> n.toLowerCase(Locale.ROOT))
                    .toList()
                    .indexOf(name.toLowerCase(Locale.ROOT));
            if (i < 0) {
                throw new IllegalArgumentException(
                        "upsertOn(\"" + name + "\"): rows have the columns " + columns.names());
            }
            at.add(i);
        }
        return at;
    }

    /**
     * A table that is there.
     *
     * @param name quoted
     * @param columns names as they are, and their {@link Types}
     */
    private record Found(String name, Map<String, Integer> columns) {
        /** The column of that name, whatever its case. */
        Map.Entry<String, Integer> column(String wanted, Columns all) {
            Map.Entry<String, Integer> like = null;
            for (var entry : columns.entrySet()) {
                if (entry.getKey().equals(wanted)) {
                    return entry;
                }
                if (entry.getKey().equalsIgnoreCase(wanted)) {
                    like = entry;
                }
            }
            if (like == null) {
                throw new IllegalArgumentException("the table " + name + " has no column " + wanted + ": it has "
                        + columns.keySet() + ", and rows have " + all.names()
                        + "; give the rows another table, or those columns by .map(…)");
            }
            return like;
        }
    }

    private static @Nullable Found find(Connection connection, SqlNames names, String table) throws SQLException {
        DatabaseMetaData data = connection.getMetaData();
        for (String schema : names.schemas(table, connection.getSchema())) {
            for (String name : names.candidates(SqlNames.last(table))) {
                var columns = new LinkedHashMap<String, Integer>();
                try (ResultSet rows = data.getColumns(
                        connection.getCatalog(),
                        schema.isEmpty() ? null : names.pattern(schema),
                        names.pattern(name),
                        "%")) {
                    while (rows.next()) {
                        columns.put(rows.getString("COLUMN_NAME"), rows.getInt("DATA_TYPE"));
                    }
                }
                if (!columns.isEmpty()) {
                    boolean named = !SqlNames.first(table).isEmpty();
                    return new Found((named ? names.quoted(schema) + "." : "") + names.quoted(name), columns);
                }
            }
        }
        return null;
    }

    private static void create(
            Connection connection,
            Dialect dialect,
            SqlNames names,
            String table,
            Columns columns,
            List<Kind> kinds,
            List<Integer> keyAt)
            throws SQLException {
        List<String> made = columns.names().stream().map(names::made).toList();
        String schema = SqlNames.first(table);
        String name = (schema.isEmpty() ? "" : names.made(schema) + ".") + names.made(SqlNames.last(table));
        try (Statement statement = connection.createStatement()) {
            statement.execute(dialect.create(
                    name, made, kinds, keyAt.stream().map(made::get).toList()));
        }
    }
}
