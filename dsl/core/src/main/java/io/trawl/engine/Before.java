package io.trawl.engine;

import io.trawl.Fn;
import io.trawl.View;
import io.trawl.store.UrlQuery;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Pages that a plan leaves out because they were scraped before: where it says which these are. */
sealed interface Before {

    /** In words. */
    String shown();

    /** @param maxAge how old a page may be to be left out; null for any age */
    record Recorded(Path checkpoint, @Nullable Duration maxAge) implements Before {
        @Override
        public String shown() {
            return checkpoint.getFileName() + (maxAge == null ? "" : ", not older than " + View.age(maxAge));
        }
    }

    /** Read when the job begins, unless it is a collection, which was copied. */
    record Given(Iterable<String> urls) implements Before {
        @Override
        public String shown() {
            return urls instanceof java.util.Collection<?> all
                    ? all.size() + (all.size() == 1 ? " given URL" : " given URLs")
                    : "given URLs";
        }
    }

    /** The first column of what a database answers. */
    record Query(UrlQuery query) implements Before {
        @Override
        public String shown() {
            return "the query " + query;
        }
    }

    /** Runs wherever pages are found, never on an I/O thread. */
    record Test(Fn<? super String, Boolean> isSeen) implements Before {
        @Override
        public String shown() {
            return "a function";
        }
    }
}
