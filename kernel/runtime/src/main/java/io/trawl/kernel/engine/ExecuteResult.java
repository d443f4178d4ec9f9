package io.trawl.kernel.engine;

import io.trawl.kernel.api.Bundle;
import java.util.Map;
import java.util.Optional;

/**
 * How a cell ended. Results, displays and output went to the {@link OutputSink}; an error did too and is repeated here.
 *
 * @param count the count shown as {@code [n]}; of a silent cell the count before it
 * @param error present exactly when {@code status} is ERROR
 * @param page what the cell asked to be shown beside the notebook, as {@code %help} does
 */
public record ExecuteResult(
        Status status,
        int count,
        Optional<ErrorReport> error,
        Map<String, Expression> expressions,
        Optional<Bundle> page) {

    /** ABORTED: never started, because the engine was closed. */
    public enum Status {
        OK,
        ERROR,
        ABORTED
    }

    /** The answer to one user expression: a value or an error. */
    public sealed interface Expression {
        record Value(Bundle bundle) implements Expression {}

        record Failed(ErrorReport error) implements Expression {}
    }

    public boolean ok() {
        return status == Status.OK;
    }
}
