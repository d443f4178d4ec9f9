package io.trawl.kernel;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Who may see what in the kernel. */
class ArchitectureTest {

    private static final JavaClasses KERNEL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.trawl");

    @Test
    void onlyTheWireSeesSocketsJsonAndTheProtocolLibrary() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.trawl.kernel.wire..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.zeromq..", "zmq..", "org.dflib..")
                .check(KERNEL);
        // %load reads notebooks.
        noClasses()
                .that()
                .resideOutsideOfPackages("io.trawl.kernel.wire..", "io.trawl.kernel.magic..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.google.gson..")
                .check(KERNEL);
    }

    @Test
    void theKernelSeesNothingElseOfTrawl() {
        noClasses()
                .that()
                .resideInAPackage("io.trawl.kernel..")
                .should()
                .dependOnClassesThat(resideInAPackage("io.trawl..").and(resideOutsideOfPackage("io.trawl.kernel..")))
                .check(KERNEL);
    }

    @Test
    void theEngineKnowsNoJupyterAndTheGuestNoJShell() {
        noClasses()
                .that()
                .resideInAPackage("io.trawl.kernel.engine")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.trawl.kernel", "io.trawl.kernel.wire")
                .check(KERNEL);
        noClasses()
                .that()
                .resideInAPackage("io.trawl.kernel.guest")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jdk.jshell..", "io.trawl.kernel", "io.trawl.kernel.engine", "io.trawl.kernel.wire")
                .check(KERNEL);
    }

    @Test
    void magicsKnowNeitherJShellNorTheEngineAndNobodyElseKnowsMaven() {
        noClasses()
                .that()
                .resideInAPackage("io.trawl.kernel.magic..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "jdk.jshell..",
                        "io.trawl.kernel",
                        "io.trawl.kernel.engine..",
                        "io.trawl.kernel.guest..",
                        "io.trawl.kernel.wire..")
                .check(KERNEL);
        noClasses()
                .that()
                .resideOutsideOfPackage("io.trawl.kernel.magic..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.eclipse.aether..", "org.apache.maven..", "eu.maveniverse..")
                .check(KERNEL);
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching("io.trawl.kernel.(*)..").should().beFreeOfCycles().check(KERNEL);
    }
}
