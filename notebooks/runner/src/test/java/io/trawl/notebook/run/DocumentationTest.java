package io.trawl.notebook.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.kernel.api.Bundle;
import io.trawl.kernel.engine.Completions.Item;
import io.trawl.kernel.engine.Engine;
import io.trawl.kernel.engine.EngineOptions;
import io.trawl.matrix.Row;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The DSL in a notebook: completed first, and documented from the sources in its own jars. */
@Row("D5")
class DocumentationTest {
    private static Engine engine;

    @BeforeAll
    static void start() {
        engine = Engine.start(EngineOptions.defaults().classPath(UserSide.classPath()));
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    private static String about(String code) {
        return engine.inspect(code, code.length(), false).map(Bundle::text).orElse("");
    }

    private static List<Item> complete(String code) {
        return engine.complete(code, code.length()).items();
    }

    @Test
    void theVerbsAreDocumented() {
        assertThat(about("scrape(")).contains("Scrape Trawl.scrape(String url)").contains("One page.");
        assertThat(about("var doc = scrape(\"https://a.example/\").await();\ndoc.markdown("))
                .contains("Document.markdown()");
        assertThat(about("MockSite.start(")).contains("MockSite.start(");
        assertThat(about("display(")).contains("Shows a value in the cell that runs this");
    }

    @Test
    void theVerbsAndTheMembersOfPlansAreCompletedWithTheirSignatures() {
        assertThat(complete("scra")).anySatisfy(item -> {
            assertThat(item.text()).isEqualTo("scrape(");
            assertThat(item.signature()).startsWith("Scrape scrape(String url)");
        });
        assertThat(complete("crawl(\"https://a.example/\").").get(0).signature())
                .isNotEmpty();
        List<String> members = complete("crawl(\"https://a.example/\").").stream()
                .map(Item::text)
                .toList();
        assertThat(members).contains("limit(", "start()");
        assertThat(members.indexOf("start()")).isLessThan(members.indexOf("hashCode()"));
        assertThat(complete("batch(List.of(\"https://a.example/\")).start().onEvent(e -> e."))
                .isNotEmpty();
    }
}
