package io.trawl.notebook;

import io.trawl.Job;
import io.trawl.ScrapeException;
import io.trawl.Viewable;
import io.trawl.engine.Carrier;
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
        Carrier.install(() ->
                kernel.cell().<UnaryOperator<Runnable>>map(cell -> cell::carry).orElse(UnaryOperator.identity()));
        render(kernel, new Live(Frames.real(), () -> Widgets.current().spoken()));
    }

    /** Later ones win, so the more special come last. */
    private static void render(Kernel kernel, Live live) {
        var renderers = kernel.renderers();
        renderers.add(Table.class, (table, display) -> Tables.of(table).bundle());
        renderers.add(
                ScrapeException.class, (e, display) -> Bundles.of(e.failure().view()));
        renderers.add(Viewable.class, (value, display) -> Bundles.of(value.view()));
        renderers.add(Job.class, live::job);
    }
}
