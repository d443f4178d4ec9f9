package io.trawl.kernel.api.widget;

import io.trawl.kernel.api.Bundle;
import io.trawl.kernel.api.Cell;
import io.trawl.kernel.api.Display;
import io.trawl.kernel.api.Frames;
import io.trawl.kernel.api.Grid;
import io.trawl.kernel.api.Kernel;
import io.trawl.kernel.api.Rows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A table of any size, a page of {@value #PAGE} rows at a time: sorted by a column, filtered by words, by the controls
 * above it or by code. Rows stay here; a page is drawn when it is looked at. Where no page draws widgets it is a static
 * table, and it becomes one where nobody has touched it for ten minutes, so that a notebook that is saved and opened later
 * shows rows and no lost widget. Thread-safe.
 */
public final class TableView {

    /** Rows to a page. */
    public static final int PAGE = 20;

    private static final Duration IDLE = Duration.ofMinutes(10);
    private static final String AS_IT_IS = "(as it is)";

    private final Rows rows;
    private final RowOrder order;
    private final Frames frames;
    private final List<String> sortable;

    private final Text filter = Text.of().label("filter").placeholder("words that a row must have");
    private final Dropdown sort;
    private final Checkbox descending = Checkbox.of("descending");
    private final Button previous = Button.of("Previous").icon("chevron-left");
    private final Button next = Button.of("Next").icon("chevron-right");
    private final Label where = Label.of("");
    private final Html picture = Html.of();
    private final VBox box;

    // Guarded by this.
    private Asked asked = new Asked("", AS_IT_IS, false);
    private int[] shown;
    private int first;
    private long touched;
    private @Nullable Display display;

    /** What the controls say. */
    private record Asked(String words, String column, boolean descending) {}

    private TableView(Rows rows, Frames frames) {
        this.rows = rows;
        this.order = new RowOrder(rows);
        this.frames = frames;
        this.sortable = names(rows.columns());
        var options = new ArrayList<>(List.of(AS_IT_IS));
        options.addAll(sortable);
        this.sort = Dropdown.of(options).label("sort by");
        this.box = VBox.of(HBox.of(filter, sort, descending), HBox.of(previous, next, where), picture);
        this.shown = order.of("", -1, false);
        filter.onChange(words -> reordered());
        sort.onChange(column -> reordered());
        descending.onChange(down -> reordered());
        previous.onClick(() -> turn(-PAGE));
        next.onClick(() -> turn(PAGE));
    }

    /** Of rows that a library has; a cell says {@link io.trawl.kernel.api.Show#browse}. */
    public static TableView of(Rows rows) {
        return of(rows, Frames.real());
    }

    static TableView of(Rows rows, Frames frames) {
        return new TableView(rows, frames);
    }

    /** A list to choose from needs different names. */
    private static List<String> names(List<String> columns) {
        var names = new ArrayList<String>();
        for (String column : columns) {
            String name = column;
            for (int n = 2; names.contains(name) || name.equals(AS_IT_IS); n++) {
                name = column + " (" + n + ")";
            }
            names.add(name);
        }
        return List.copyOf(names);
    }

    /**
     * Sorts by a column, the smallest first: by number or as the column's type compares, else as text.
     *
     * @throws IllegalArgumentException if there is no such column
     */
    public TableView sort(String column) {
        return sort(column, false);
    }

    /** As {@link #sort}, the largest first. */
    public TableView sortDescending(String column) {
        return sort(column, true);
    }

    private TableView sort(String column, boolean down) {
        if (!sortable.contains(column)) {
            throw new IllegalArgumentException("no column \"" + column + "\": there are " + sortable);
        }
        descending.value(down);
        sort.value(column);
        return reordered();
    }

    /** Only rows in which each of these words stands somewhere, in whatever case; empty for all. */
    public TableView filter(String words) {
        filter.value(words);
        return reordered();
    }

    /**
     * Turns to a page, the first is 1; beyond the last, to that.
     *
     * @throws IllegalArgumentException below 1
     */
    public TableView page(int number) {
        if (number < 1) {
            throw new IllegalArgumentException("no page " + number + ": the first is 1");
        }
        synchronized (this) {
            first = (int) Math.min((long) (number - 1) * PAGE, Integer.MAX_VALUE - PAGE);
        }
        turn(0);
        return this;
    }

    /** How many rows pass the filter. */
    public synchronized int size() {
        return shown.length;
    }

    private synchronized TableView reordered() {
        var now = new Asked(filter.value(), sort.value(), descending.value());
        // Code that sets a control is told of it too, later.
        if (!now.equals(asked)) {
            asked = now;
            shown = order.of(now.words(), sortable.indexOf(now.column()), now.descending());
            first = 0;
            draw();
        }
        return this;
    }

    private synchronized void turn(int by) {
        int last = Math.max(0, (shown.length - 1) / PAGE * PAGE);
        first = Math.max(0, Math.min(first + by, last));
        draw();
    }

    /** Under the lock. */
    private void draw() {
        touched = frames.nanos();
        Display place = display;
        if (place == null) {
            return;
        }
        if (!box.isOpen()) {
            place.update(grid().bundle());
            return;
        }
        picture.output(grid().bundle().asHtml());
        where.value(where());
        previous.disabled(first == 0);
        next.disabled(first + PAGE >= shown.length);
    }

    private String where() {
        String all = String.format(Locale.ROOT, "%,d", shown.length);
        String of = shown.length == rows.size() ? "" : String.format(Locale.ROOT, ", of %,d in all", rows.size());
        return shown.length == 0
                ? "no row" + of
                : String.format(Locale.ROOT, "rows %,d to %,d of ", first + 1, Math.min(first + PAGE, shown.length))
                        + all
                        + of;
    }

    /** The page as it is now. */
    public synchronized Grid grid() {
        var page = new ArrayList<List<@Nullable Object>>();
        for (int row : Arrays.copyOfRange(shown, first, Math.min(first + PAGE, shown.length))) {
            var cells = new ArrayList<@Nullable Object>();
            for (int c = 0; c < rows.columns().size(); c++) {
                cells.add(cell(rows.cell(row, c)));
            }
            page.add(cells);
        }
        return new Grid(caption(), rows.columns(), page, shown.length);
    }

    private String caption() {
        var words = new ArrayList<String>();
        words.add(rows.caption().isEmpty() ? String.format(Locale.ROOT, "%,d rows", rows.size()) : rows.caption());
        if (!asked.words().isBlank()) {
            words.add("with \"" + asked.words() + "\"");
        }
        if (!asked.column().equals(AS_IT_IS)) {
            words.add("by " + asked.column() + (asked.descending() ? ", descending" : ""));
        }
        if (first > 0) {
            words.add("from row " + (first + 1));
        }
        return String.join(" · ", words);
    }

    /** What is more than a word is drawn as it would be as a value, as it is now. */
    private static @Nullable Object cell(@Nullable Object value) {
        boolean plain = value == null
                || value instanceof Number
                || value instanceof CharSequence
                || value instanceof Boolean
                || value instanceof Bundle
                || value instanceof Enum;
        if (plain) {
            return value;
        }
        Bundle drawn = Kernel.current().renderers().render(value, new Still());
        return drawn.data().size() == 1 && drawn.text().indexOf('\n') < 0 ? drawn.text() : drawn;
    }

    /** Draws it where a cell shows it; where it was shown before, it stays as it is then. */
    Bundle draw(Display place) {
        return draw(place, Widgets.current());
    }

    synchronized Bundle draw(Display place, Widgets widgets) {
        place.liveUntil(CompletableFuture.completedFuture(null));
        Display before = display;
        Bundle still = grid().bundle();
        if (before != null) {
            before.update(still);
        }
        display = place;
        if (!widgets.spoken() || !place.takesWidgets()) {
            return still;
        }
        Bundle shownNow = widgets.view(box, still);
        draw();
        restIn(IDLE, widgets);
        return shownNow;
    }

    private synchronized void rest(Widgets widgets) {
        Duration left = IDLE.minusNanos(frames.nanos() - touched);
        if (display == null || !box.isOpen()) {
            return;
        }
        if (left.isNegative() || left.isZero()) {
            display.update(grid().bundle());
            widgets.close(box);
        } else {
            restIn(left, widgets);
        }
    }

    /** What is drawn then may be the user's code. */
    private void restIn(Duration delay, Widgets widgets) {
        frames.schedule(delay, () -> frames.draw(() -> rest(widgets)));
    }

    @Override
    public String toString() {
        return grid().text();
    }

    /** Where a value in a cell of the table is drawn once. */
    private static final class Still implements Display {
        @Override
        public Cell cell() {
            return Kernel.current().cell().orElseThrow(() -> new IllegalStateException("no cell shows this"));
        }

        @Override
        public void update(Bundle bundle) {
            // The page stays as it was when it was turned to.
        }

        @Override
        public boolean takesWidgets() {
            return false;
        }

        @Override
        public void liveUntil(CompletionStage<?> done) {
            // As above.
        }
    }
}
