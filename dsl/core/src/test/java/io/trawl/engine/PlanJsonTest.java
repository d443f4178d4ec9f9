package io.trawl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trawl.Css;
import io.trawl.Session;
import io.trawl.Sink;
import io.trawl.StreamPlan;
import io.trawl.Trawl;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a plan's JSON says of its stages: which of them another process could do as well. */
class PlanJsonTest {
    record Book(@Css("h3") String title) {}

    private final Session session = Trawl.session();

    @AfterEach
    void close() {
        session.close();
    }

    @Test
    void aPlanWithoutStagesNamesNone() throws Exception {
        assertThat(stages(session.crawl("https://books.example/").limit(3))).isEmpty();
    }

    @Test
    void aStageThatIsAFunctionCannotTravel() throws Exception {
        assertThat(stages(session.crawl("https://books.example/")
                        .follow("li.next a")
                        .rows("article", Book.class)
                        .filter(book -> !book.title().isEmpty())
                        .map(Book::title)
                        .distinct()
                        .mapAsync(2, title -> Trawl.blocking(title::strip))
                        .asCompleted()
                        .sink(Sink.csv(Path.of("books.csv")))))
                .containsExactly(
                        Map.entry("rows(article, Book)", true),
                        Map.entry("filter", false),
                        Map.entry("map", false),
                        Map.entry("distinct", true),
                        Map.entry("mapAsync", false),
                        Map.entry("asCompleted", true),
                        Map.entry("sink", false));
    }

    private static Map<String, Boolean> stages(StreamPlan<?> plan) throws Exception {
        var all = new LinkedHashMap<String, Boolean>();
        for (JsonNode stage : new ObjectMapper().readTree(plan.toJson()).path("stages")) {
            all.put(stage.path("stage").asText(), stage.path("travels").asBoolean());
        }
        return all;
    }
}
