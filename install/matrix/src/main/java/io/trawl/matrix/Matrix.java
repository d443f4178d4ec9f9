package io.trawl.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Prints the matrix of the mission's rows: which tests and which cells of executed notebooks prove each. A row that
 * {@code claimed.txt} names must have a passed test, no failed or skipped one, and a cell that ran without error.
 *
 * <p>{@code Matrix ROOT EXECUTED}: the repository, whose modules left {@code target/rows.tsv}; and a folder of executed
 * notebooks. Exit code 1 where a claimed row is empty.
 */
public final class Matrix {
    private static final Map<Character, Integer> ROWS = new TreeMap<>(Map.of('A', 10, 'B', 25, 'C', 5, 'D', 6, 'E', 3));

    private final Map<String, Set<String>> passed = new TreeMap<>();
    private final Map<String, Set<String>> broken = new TreeMap<>();
    private final Map<String, Set<String>> cells = new TreeMap<>();

    private Matrix() {}

    public static void main(String[] args) throws IOException {
        var matrix = new Matrix();
        matrix.readTests(Path.of(args[0]));
        matrix.readNotebooks(Path.of(args[1]));
        var empty = matrix.print(claimed());
        if (!empty.isEmpty()) {
            System.out.println("claimed and empty: " + String.join(" ", empty));
            System.exit(1);
        }
    }

    private static List<String> claimed() throws IOException {
        try (var in = Matrix.class.getResourceAsStream("/claimed.txt")) {
            return List.of(new String(in.readAllBytes()).trim().split("\\s+"));
        }
    }

    private void readTests(Path root) throws IOException {
        for (Path file : find(root, "rows.tsv")) {
            for (String line : Files.readAllLines(file)) {
                String[] part = line.split("\t");
                add(part[1].equals("passed") ? passed : broken, part[0], part[2]);
            }
        }
    }

    private void readNotebooks(Path folder) throws IOException {
        var json = new ObjectMapper();
        for (Path file : find(folder, ".ipynb")) {
            String name = file.getFileName().toString().replaceAll("(\\.executed)?\\.ipynb$", "");
            for (JsonNode cell : json.readTree(file.toFile()).path("cells")) {
                for (JsonNode tag : cell.path("metadata").path("tags")) {
                    if (tag.asText().startsWith("row:")) {
                        add(ran(cell) ? cells : broken, tag.asText().substring(4), name + "#" + id(cell));
                    }
                }
            }
        }
    }

    private static boolean ran(JsonNode cell) {
        boolean error = false;
        for (JsonNode output : cell.path("outputs")) {
            error |= output.path("output_type").asText().equals("error");
        }
        return cell.path("cell_type").asText().equals("code")
                && cell.path("execution_count").isInt()
                && !error;
    }

    private static String id(JsonNode cell) {
        return cell.path("id").asText();
    }

    private static void add(Map<String, Set<String>> map, String row, String proof) {
        map.computeIfAbsent(row, r -> new LinkedHashSet<>()).add(proof);
    }

    private List<String> print(List<String> claimed) {
        var empty = new ArrayList<String>();
        System.out.printf("%-5s %-8s %-46s %s%n", "row", "", "tests", "cells");
        ROWS.forEach((group, count) -> {
            for (int i = 1; i <= count; i++) {
                String row = group + String.valueOf(i);
                boolean full = passed.containsKey(row) && cells.containsKey(row) && !broken.containsKey(row);
                if (claimed.contains(row) && !full) {
                    empty.add(row);
                }
                String state = full ? "full" : claimed.contains(row) ? "EMPTY" : "";
                System.out.printf("%-5s %-8s %-46s %s%n", row, state, brief(passed, row), brief(cells, row));
                if (broken.containsKey(row)) {
                    System.out.println("      failed or skipped: " + String.join(", ", broken.get(row)));
                }
            }
        });
        return empty;
    }

    private static String brief(Map<String, Set<String>> proofs, String row) {
        var all = List.copyOf(proofs.getOrDefault(row, Set.of()));
        return all.isEmpty() ? "-" : all.get(0) + (all.size() > 1 ? " +" + (all.size() - 1) : "");
    }

    private static List<Path> find(Path root, String end) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(f -> f.getFileName().toString().endsWith(end) && Files.isRegularFile(f))
                    .sorted()
                    .toList();
        }
    }
}
