package io.trawl.notebook;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The bridge joins the two sides; neither knows it, nor the other. */
class DirectionsTest {
    private static final JavaClasses TRAWL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.trawl");

    @Test
    void theBridgeSeesOfTheKernelOnlyItsApi() {
        noClasses()
                .that()
                .resideInAPackage("io.trawl.notebook..")
                .should()
                .dependOnClassesThat(
                        resideInAPackage("io.trawl.kernel..").and(resideOutsideOfPackage("io.trawl.kernel.api..")))
                .check(TRAWL);
    }

    @Test
    void theDslSeesNeitherKernelNorBridge() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.trawl.notebook..", "io.trawl.kernel..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.trawl.notebook..", "io.trawl.kernel..")
                .check(TRAWL);
    }

    @Test
    void theBridgeDrawsAndNeitherFetchesNorParses() {
        noClasses()
                .that()
                .resideInAPackage("io.trawl.notebook..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.jsoup..", "org.apache.hc..", "java.net..", "com.fasterxml..")
                .check(TRAWL);
    }
}
