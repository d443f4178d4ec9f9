package io.trawl;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Who may see what in the DSL, and what nobody may do. */
class ArchitectureTest {
    /** All of it but the public suffix list, which is a table. */
    private static final DescribedPredicate<JavaClass> HTTP_CLIENT =
            resideInAPackage("org.apache.hc..").and(resideOutsideOfPackage("org.apache.hc.client5.http.psl"));

    private static final JavaClasses DSL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.trawl");

    @Test
    void theDslKnowsNoKernelAndNoNotebook() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.trawl.kernel..", "io.trawl.notebook..", "io.trawl.mock..")
                .check(DSL);
    }

    @Test
    void pagesSitesAndTablesArePureFunctionsThatKnowNoEngine() {
        noClasses()
                .that()
                .resideInAnyPackage("io.trawl.page", "io.trawl.site", "io.trawl.table")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.trawl.engine", "java.net.http..")
                .orShould()
                .dependOnClassesThat(HTTP_CLIENT)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Executor.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Thread.class)
                .check(DSL);
    }

    @Test
    void whatIsKeptOnDiskKnowsNoEngine() {
        noClasses()
                .that()
                .resideInAPackage("io.trawl.store")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.trawl.engine")
                .check(DSL);
        noClasses()
                .that(not(resideInAPackage("io.trawl.store")))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql", "org.sqlite")
                .check(DSL);
    }

    @Test
    void onlyTheEngineSeesTheHttpClient() {
        noClasses()
                .that(not(resideInAPackage("io.trawl.engine")))
                .should()
                .dependOnClassesThat(HTTP_CLIENT)
                .check(DSL);
    }

    @Test
    void timeIsAskedOfTheClock() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("io.trawl.engine.SystemClock")
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Instant.class, "now")
                .check(DSL);
    }

    @Test
    void nothingSleepsAndNothingRunsOnThePoolOfOthers() {
        noClasses()
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(TimeUnit.class, "sleep", long.class)
                .orShould()
                .callMethod(ForkJoinPool.class, "commonPool")
                .orShould()
                .callMethod(CompletableFuture.class, "supplyAsync", Supplier.class)
                .orShould()
                .callMethod(CompletableFuture.class, "runAsync", Runnable.class)
                .orShould()
                .callMethod(CompletableFuture.class, "completeAsync", Supplier.class)
                .check(DSL);
    }
}
