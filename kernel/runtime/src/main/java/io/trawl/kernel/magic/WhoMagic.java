package io.trawl.kernel.magic;

import io.trawl.kernel.magic.Workspace.Variable;
import java.util.List;

/** {@code %who} and {@code %whos}. */
final class WhoMagic implements Magic {

    private static final int LONGEST = 60;

    private final String name;
    private final Workspace workspace;

    WhoMagic(String name, Workspace workspace) {
        this.name = name;
        this.workspace = workspace;
    }

    @Override
    public Manual manual() {
        return name.equals("who") ? Manual.of("""
                        %who
                        Lists the names of the variables.""") : Manual.of("""
                        %whos
                        Lists the variables with type and the beginning of their value.""");
    }

    @Override
    public void run(Call call) throws Exception {
        List<Variable> variables = workspace.variables();
        if (variables.isEmpty()) {
            call.print("no variables\n");
        } else if (name.equals("who")) {
            call.print(String.join(" ", variables.stream().map(Variable::name).toList()) + "\n");
        } else {
            List<List<String>> rows = call.work(() -> variables.stream()
                    .map(v -> List.of(v.name(), v.type(), shortened(workspace.text(v.value()))))
                    .toList());
            int names = width(rows, 0);
            int types = width(rows, 1);
            rows.forEach(row ->
                    call.print(pad(row.get(0), names) + "  " + pad(row.get(1), types) + "  " + row.get(2) + "\n"));
        }
    }

    private static int width(List<List<String>> rows, int column) {
        return rows.stream().mapToInt(r -> r.get(column).length()).max().orElse(0);
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private static String shortened(String text) {
        String line = text.replaceAll("\\s+", " ").strip();
        return line.codePointCount(0, line.length()) <= LONGEST
                ? line
                : line.substring(0, line.offsetByCodePoints(0, LONGEST - 1)) + "…";
    }
}
