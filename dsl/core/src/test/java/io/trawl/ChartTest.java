package io.trawl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.View.Point;
import io.trawl.matrix.Row;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DateColumn;
import tech.tablesaw.api.DateTimeColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.FloatColumn;
import tech.tablesaw.api.InstantColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.ShortColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.api.TimeColumn;

@Row("D6")
class ChartTest {
    record Host(String host, int count, @Nullable Double share, Duration took, Optional<BigDecimal> price) {}

    private static final List<Host> HOSTS = List.of(
            new Host("a.example", 3, 0.5, Duration.ofMillis(1500), Optional.of(new BigDecimal("9.90"))),
            new Host("b.example", 7, null, Duration.ofMillis(500), Optional.empty()),
            new Host("a.example", 2, Double.NaN, Duration.ofMillis(700), Optional.empty()));

    private static View.Plot plot(View view) {
        return (View.Plot) view;
    }

    private static List<Point> points(View view) {
        return plot(view).series().get(0).points();
    }

    @Test
    void aBarPerRowInTheOrderOfTheRows() {
        var chart = Chart.bar(HOSTS, "host", "count");
        assertThat(plot(chart).x().categories()).containsExactly("a.example", "b.example", "a.example");
        assertThat(points(chart)).extracting(Point::y).containsExactly(3.0, 7.0, 2.0);
        assertThat(plot(chart).verdict()).isEqualTo("3 bars, the largest b.example with 7");
        assertThat(chart.text()).contains("count by host", "  b.example │▇▇▇▇");
    }

    @Test
    void aBarPerValueWhereOnlyTheLabelIsNamed() {
        var chart = Chart.bar(HOSTS, "host");
        assertThat(plot(chart).x().categories()).containsExactly("a.example", "b.example");
        assertThat(points(chart)).extracting(Point::y).containsExactly(2.0, 1.0);
    }

    @Test
    void tablesResultsRecordsAndMapsAreAllTables() {
        var table = Table.create("t", StringColumn.create("host", "a"), DoubleColumn.create("count", new double[] {3}));
        Results<Host> results = Results.of(List.of(Outcome.ok(HOSTS.get(0))));
        List<Map<String, Object>> maps = List.of(Map.of("host", "a", "count", 3), Map.of("host", "b"));
        assertThat(points(Chart.bar(table, "host", "count"))).containsExactly(new Point(0, 3));
        assertThat(points(Chart.bar(results, "host", "count"))).containsExactly(new Point(0, 3));
        assertThat(points(Chart.bar(maps, "host", "count"))).containsExactly(new Point(0, 3));
        assertThat(plot(Chart.bar(maps, "host", "count")).verdict()).endsWith("; 1 row without a number left out");
    }

    @Test
    void whatIsNoNumberIsLeftOutAndSaid() {
        var chart = Chart.scatter(HOSTS, "count", "share");
        assertThat(points(chart)).containsExactly(new Point(3, 0.5));
        assertThat(plot(chart).verdict()).endsWith("; 2 rows without a number left out");
        assertThat(points(Chart.bar(HOSTS, "host", "price"))).containsExactly(new Point(0, 9.9));
    }

    @Test
    void durationsAreSeconds() {
        var chart = Chart.line(HOSTS, "count", "took");
        assertThat(points(chart)).containsExactly(new Point(2, 0.7), new Point(3, 1.5), new Point(7, 0.5));
        assertThat(plot(chart).y().unit()).isEqualTo(View.Unit.SECONDS);
    }

    @Test
    void aLineOverNamesKeepsTheOrderOfTheRows() {
        var chart = Chart.line(HOSTS, "host", "count", "took");
        assertThat(plot(chart).series()).extracting(View.Series::name).containsExactly("count", "took");
        assertThat(points(chart)).extracting(Point::x).containsExactly(0.0, 1.0, 2.0);
    }

    @Test
    void aHistogramCountsEveryValueOnce() {
        var values = new ArrayList<Map<String, Object>>();
        for (int i = 0; i < 10_000; i++) {
            values.add(Map.of("ms", i % 997));
        }
        var chart = Chart.histogram(values, "ms");
        assertThat(points(chart)).hasSizeLessThanOrEqualTo(31);
        assertThat(points(chart).stream().mapToDouble(Point::y).sum()).isEqualTo(10_000);
        assertThat(plot(chart).verdict()).isEqualTo("10,000 values from 0 to 996, half of them up to 496");
    }

    @Test
    void oneRowAndEqualValuesAndHugeOnesAreCharts() {
        var one = List.of(HOSTS.get(0));
        assertThat(points(Chart.bar(one, "host", "count"))).hasSize(1);
        assertThat(points(Chart.scatter(one, "count", "share"))).hasSize(1);
        assertThat(points(Chart.line(one, "count", "share"))).hasSize(1);
        assertThat(points(Chart.histogram(one, "count"))).containsExactly(new Point(3, 1));
        var huge = List.of(Map.of("v", 1e300), Map.of("v", -1e300), Map.of("v", 1e300));
        assertThat(points(Chart.histogram(huge, "v")).stream()
                        .mapToDouble(Point::y)
                        .sum())
                .isEqualTo(3);
        assertThat(Chart.histogram(huge, "v").text()).isNotEmpty();
        assertThat(Chart.line(huge, "v", "v").text()).isNotEmpty();
    }

    @Test
    void noRowsAreNoError() {
        for (View view : List.of(
                Chart.bar(List.of(), "a", "b"),
                Chart.bar(List.of(), "a"),
                Chart.line(List.of(), "a", "b"),
                Chart.scatter(List.of(), "a", "b"),
                Chart.histogram(List.of(), "a"))) {
            assertThat(view.text()).contains("nothing to draw", "the table has no rows");
        }
        assertThat(Chart.histogram(List.of(HOSTS.get(1)), "share").text()).contains("none of its 1 row has a number");
    }

    @Test
    void wrongColumnsAreAnsweredWithWhatToWrite() {
        assertThatThrownBy(() -> Chart.bar(HOSTS, "hots", "count"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no column \"hots\": there are host, count, share, took, price");
        assertThatThrownBy(() -> Chart.bar(HOSTS, "count", "host"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("column \"host\" holds text (\"a.example\")", "")
                .hasMessageContaining("Chart.bar(data, \"host\")");
        assertThatThrownBy(() -> Chart.line(HOSTS, "count"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line(data, \"count\", \"y\")");
    }

    @Test
    void hostileNamesDoNothingInText() {
        var text = Chart.bar(List.of(Map.of("n", "\u001B[31mred\u202E", "v", 2)), "n", "v")
                .text();
        assertThat(text.codePoints().filter(c -> c != '\n' && Character.isISOControl(c)))
                .isEmpty();
        assertThat(text).contains("\\u001B[31mred\\u202E");
    }

    @Test
    void negativeBarsAreDrawnFromZero() {
        var chart = Chart.bar(Arrays.asList(Map.of("n", "a", "v", -2), Map.of("n", "b", "v", 3)), "n", "v");
        assertThat(plot(chart).y().from()).isLessThan(-2);
        assertThat(plot(chart).y().to()).isGreaterThan(3);
    }

    record Day(LocalDate on, Instant at, int pages) {}

    private static final List<Day> DAYS = IntStream.range(0, 40)
            .mapToObj(i -> new Day(
                    LocalDate.of(2026, 11, 1).plusDays(i),
                    Instant.parse("2026-11-21T09:00:00Z").plusSeconds(i * 90),
                    i))
            .toList();

    @Test
    void datesHaveAnAxisOfTheirOwn() {
        var line = plot(Chart.line(DAYS, "on", "pages"));
        assertThat(line.x().unit()).isEqualTo(View.Unit.TIME);
        assertThat(line.x().ticks(6))
                .hasSizeBetween(3, 6)
                .extracting(View.Tick::label)
                .allMatch(l -> l.matches("2026-1[0-2]-\\d\\d"));
        assertThat(Chart.scatter(DAYS, "pages", "on").text()).contains("on from 2026-11-01 to 2026-12-10");
        var hours = plot(Chart.line(DAYS, "at", "pages"));
        assertThat(hours.x().ticks(6)).extracting(View.Tick::label).startsWith("09:00", "09:15", "09:30");
        var histogram = Chart.histogram(DAYS, "on");
        assertThat(points(histogram).stream().mapToDouble(Point::y).sum()).isEqualTo(40);
        assertThat(histogram.text()).contains("40 values from 2026-11-01 to 2026-12-10", "2026-11-");
        assertThatThrownBy(() -> Chart.bar(DAYS, "pages", "on"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("column \"on\" holds dates")
                .hasMessageContaining("Chart.histogram(data, \"on\")");
    }

    @Test
    void datesOfAllSpansHaveFewRoundTicks() {
        for (double span : new double[] {1e-3, 1, 59, 3_600, 86_400, 1e6, 3e7, 1e9, 1e12, 1e16}) {
            var ticks = View.Axis.of("t", View.Unit.TIME, 1.7e9, 1.7e9 + span).ticks(8);
            assertThat(ticks).as("%s s", span).hasSizeBetween(1, 10);
            assertThat(ticks).extracting(View.Tick::label).doesNotHaveDuplicates();
        }
        assertThat(View.Axis.of("t", View.Unit.TIME, 0, 1e8).ticks(4))
                .extracting(View.Tick::label)
                .containsExactly("1970", "1971", "1972", "1973");
        assertThat(Chart.line(List.of(DAYS.get(0)), "on", "pages").text()).contains("on");
        var ages = List.of(Map.of("t", Instant.MIN, "v", 1), Map.of("t", Instant.MAX, "v", 2));
        assertThat(Chart.line(ages, "t", "v").text()).contains("2 points");
    }

    @Test
    void columnsOfATableOfEveryType() {
        var table = Table.create(
                "all",
                StringColumn.create("string", "a", "b"),
                BooleanColumn.create("boolean", true, false),
                IntColumn.create("int", 1, 2),
                LongColumn.create("long", 1, 2),
                ShortColumn.create("short", (short) 1, (short) 2),
                FloatColumn.create("float", 1f, 2f),
                DoubleColumn.create("double", 1.0, Double.NaN),
                DateColumn.create("date", LocalDate.EPOCH, null),
                TimeColumn.create("time", LocalTime.NOON, LocalTime.MIDNIGHT),
                DateTimeColumn.create("datetime", LocalDate.EPOCH.atStartOfDay(), null),
                InstantColumn.create("instant", Instant.EPOCH, Instant.parse("2026-11-21T10:00:00Z")));
        for (String number : List.of("int", "long", "short", "float", "double")) {
            assertThat(points(Chart.bar(table, "string", number))).as(number).isNotEmpty();
            assertThat(points(Chart.scatter(table, number, "int"))).as(number).isNotEmpty();
        }
        for (String moment : List.of("date", "time", "datetime", "instant")) {
            assertThat(Chart.line(table, moment, "int").text()).as(moment).isNotEmpty();
            assertThat(Chart.histogram(table, moment).text()).as(moment).contains(" value");
        }
        for (String label : List.of("string", "boolean", "date", "double")) {
            assertThat(points(Chart.bar(table, label))).as(label).isNotEmpty();
        }
        assertThatThrownBy(() -> Chart.histogram(table, "boolean")).hasMessageContaining("holds text");
    }

    @Test
    void whatIsBeyondAllAxesIsLeftOutAndSaid() {
        var wild = Stream.of(
                        Double.MAX_VALUE, -Double.MAX_VALUE, Double.POSITIVE_INFINITY, Double.MIN_VALUE, 0.0, -3e299)
                .map(v -> Map.of("v", v))
                .toList();
        for (View view :
                List.of(Chart.bar(wild, "v", "v"), Chart.scatter(wild, "v", "v"), Chart.line(wild, "v", "v"))) {
            assertThat(view.text()).contains("3 rows without a number left out").hasSizeLessThan(10_000);
        }
        assertThat(Chart.histogram(List.of(Map.of("v", 0.0), Map.of("v", Double.MIN_VALUE)), "v")
                        .text())
                .isNotEmpty();
        assertThatThrownBy(() -> new Point(Double.NaN, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("leave it out");
    }

    @Test
    void valuesThatAreAllEqualAreACorrectPicture() {
        var same = IntStream.range(0, 50).mapToObj(i -> Map.of("i", i, "v", 5)).toList();
        assertThat(points(Chart.histogram(same, "v"))).containsExactly(new Point(5, 50));
        assertThat(plot(Chart.line(same, "i", "v")).y().to()).isEqualTo(5);
        assertThat(plot(Chart.scatter(same, "v", "v")).verdict()).contains("v from 5 to 5");
    }
}
