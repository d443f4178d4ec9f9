package io.trawl.kernel.api.widget;

import io.trawl.kernel.api.Cell;
import io.trawl.kernel.api.Kernel;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Code of a cell that wants to know of something; works in the name of the cell that said so. */
record Observer<V>(@Nullable Cell cell, Consumer<? super V> action) {

    static <V> Observer<V> of(Consumer<? super V> action) {
        return new Observer<>(Kernel.running().flatMap(Kernel::cell).orElse(null), action);
    }

    /** Never waits, never throws. Where there is no kernel nobody else could call: then it is called here. */
    void tell(V value) {
        Runnable call = () -> action.accept(value);
        Optional<Kernel> kernel = Kernel.running();
        if (kernel.isPresent()) {
            kernel.get().callback(cell, call);
        } else {
            call.run();
        }
    }
}
