package io.trawl.kernel.engine;

import static org.assertj.core.api.Assertions.assertThat;

/** An engine in this process and what its last cell showed. */
final class Notebook implements AutoCloseable {

    final Engine engine;
    RecordingSink last = new RecordingSink();

    Notebook(EngineOptions options) {
        engine = Engine.start(options);
    }

    Notebook() {
        this(EngineOptions.defaults().withoutExtensions());
    }

    ExecuteResult run(String code) {
        return run(ExecuteRequest.of(code));
    }

    ExecuteResult run(ExecuteRequest request) {
        last = new RecordingSink();
        return engine.execute(request, last);
    }

    /** The text of a cell's result; the cell must succeed. */
    String value(String code) {
        ExecuteResult result = run(code);
        assertThat(result.error().map(ErrorReport::plainText)).as(code).isEmpty();
        return last.bundles.isEmpty() ? "" : last.bundles.get(0).text();
    }

    /** The traceback of a cell that must fail, without colours. */
    String error(String code) {
        ExecuteResult result = run(code);
        assertThat(result.error()).as(code).isPresent();
        return result.error().orElseThrow().plainText();
    }

    @Override
    public void close() {
        engine.close();
    }
}
