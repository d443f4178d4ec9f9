package io.trawl.notebook.run;

import io.trawl.kernel.api.Bundle;
import io.trawl.kernel.api.Cell;
import io.trawl.kernel.engine.ErrorReport;
import io.trawl.kernel.engine.OutputSink;

/** Passes on what is printed and nothing else: for code that the user did not write. */
record StreamsOnly(OutputSink to) implements OutputSink {

    @Override
    public void stream(Cell cell, Stream stream, String text) {
        to.stream(cell, stream, text);
    }

    @Override
    public void display(Cell cell, Bundle bundle, String displayId) {}

    @Override
    public void updateDisplay(Cell cell, Bundle bundle, String displayId) {}

    @Override
    public void result(Cell cell, Bundle bundle) {}

    @Override
    public void error(Cell cell, ErrorReport error) {}
}
