package io.trawl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.View.Point;
import io.trawl.matrix.Row;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

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
}
