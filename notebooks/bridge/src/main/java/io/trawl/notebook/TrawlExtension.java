package io.trawl.notebook;

import io.trawl.Job;
import io.trawl.Jobs;
import io.trawl.Links;
import io.trawl.LiveJobs;
import io.trawl.Ok;
import io.trawl.Results;
import io.trawl.ScrapeException;
import io.trawl.Selection;
import io.trawl.Viewable;
import io.trawl.engine.Carrier;
import io.trawl.engine.SessionInUse;
import io.trawl.kernel.api.Frames;
import io.trawl.kernel.api.Kernel;
import io.trawl.kernel.api.KernelExtension;
import io.trawl.kernel.api.widget.Widgets;
import java.util.function.UnaryOperator;
import tech.tablesaw.api.Table;

/** Brings the DSL into the kernel: its names, how its values draw, whose cell a job's output belongs to. */
public final class TrawlExtension implements KernelExtension {

    @Override
    public void install(Kernel kernel) {
        kernel.imports(
                "import io.trawl.*",
                "import io.trawl.Document",
                "import io.trawl.mock.MockSite",
                "import tech.tablesaw.api.Table",
                "import com.fasterxml.jackson.databind.JsonNode",
                "import static io.trawl.Trawl.*",
                "import static io.trawl.Format.*",
                "import static io.trawl.ErrorKind.*",
                "import static io.trawl.OnChange.*");
        var reruns = new Reruns();
        Carrier.install(
                () -> kernel.cell()
                        .<UnaryOperator<Runnable>>map(cell -> cell::carry)
                        .orElse(UnaryOperator.identity()),
                job -> reruns.started(kernel.cell(), job));
        Carrier.places(kernel::place);
        kernel.beforeCell(reruns::before);
        kernel.atEnd(() -> {
            SessionInUse.end();
            Carrier.remove();
        });
        render(kernel, new Live(Frames.real(), () -> Widgets.current().spoken()));
    }

    /** Later ones win, so the more special come last. */
    private static void render(Kernel kernel, Live live) {
        var renderers = kernel.renderers();
        renderers.add(Table.class, (table, display) -> Tables.of(table).bundle());
        renderers.add(
                ScrapeException.class, (e, display) -> Bundles.of(e.failure().view()));
        renderers.add(Viewable.class, (value, display) -> Bundles.of(value.view()));
        renderers.add(LiveJobs.class, live::jobs);
        renderers.add(Job.class, live::job);
        renderers.rows(Table.class, Tables::rows);
        renderers.rows(Results.class, results -> Tables.rows(results.table()));
        renderers.rows(Links.class, links -> Tables.rows(links.table()));
        renderers.rows(Selection.class, selection -> Tables.rows(selection.table()));
        renderers.rows(Jobs.class, jobs -> Tables.rows(jobs.table()));
        renderers.rows(
                Ok.class,
                ok -> renderers
                        .rows(ok.value())
                        .orElseThrow(() -> new IllegalArgumentException("the value of this outcome has no rows")));
    }
}
