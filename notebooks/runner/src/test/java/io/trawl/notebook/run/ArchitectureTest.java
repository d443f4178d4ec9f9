package io.trawl.notebook.run;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private final com.tngtech.archunit.core.domain.JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.trawl.notebook.run", "io.trawl.install");

    @Test
    void the_kernel_side_never_sees_the_libraries_of_cells_nor_the_wire() {
        noClasses()
                .that()
                .resideInAnyPackage("io.trawl.notebook.run..", "io.trawl.install..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.trawl",
                        "io.trawl.engine..",
                        "io.trawl.mock..",
                        "io.trawl.notebook",
                        "io.trawl.kernel.wire..",
                        "org.zeromq..",
                        "com.google.gson..",
                        "org.dflib..")
                .check(classes);
    }

    @Test
    void installing_knows_nothing_of_running() {
        noClasses()
                .that()
                .resideInAPackage("io.trawl.install..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.trawl.notebook.run..")
                .check(classes);
    }
}
