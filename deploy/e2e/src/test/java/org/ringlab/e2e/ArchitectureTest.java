package org.ringlab.e2e;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.core.domain.JavaModifier.STATIC;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The invariants of docs/architecture.md. */
@AnalyzeClasses(packages = "org.ringlab", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] ENGINES = {
        "org.ringlab.common..",
        "org.ringlab.netfilter..",
        "org.ringlab.mmu..",
        "org.ringlab.cpu..",
        "org.ringlab.hypervisor..",
        "org.ringlab.virt..",
        "org.ringlab.host..",
        "org.ringlab.proof..",
        "org.ringlab.checks.."
    };

    @ArchTest
    static final ArchRule LAYERS_KNOW_ONLY_WHAT_IS_BELOW = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("common")
            .definedBy("org.ringlab.common..")
            .layer("netfilter")
            .definedBy("org.ringlab.netfilter..")
            .layer("mmu")
            .definedBy("org.ringlab.mmu..")
            .layer("cpu")
            .definedBy("org.ringlab.cpu..")
            .layer("hypervisor")
            .definedBy("org.ringlab.hypervisor..")
            .layer("virt")
            .definedBy("org.ringlab.virt..")
            .layer("host")
            .definedBy("org.ringlab.host..")
            .layer("proof")
            .definedBy("org.ringlab.proof..")
            .layer("checks")
            .definedBy("org.ringlab.checks..")
            .layer("kernel front")
            .definedBy(
                    "org.ringlab.labfile..",
                    "org.ringlab.display..",
                    "org.ringlab.javaanswer..",
                    "org.ringlab.jupyter..",
                    "org.ringlab.student..")
            .layer("grader")
            .definedBy("org.ringlab.grader..")
            .layer("content")
            .definedBy("org.ringlab.content..")
            .layer("deploy")
            .definedBy("org.ringlab.service..", "org.ringlab.cli..")
            .whereLayer("netfilter")
            .mayOnlyAccessLayers("common")
            .whereLayer("mmu")
            .mayOnlyAccessLayers("common")
            .whereLayer("cpu")
            .mayOnlyAccessLayers("common", "mmu")
            .whereLayer("hypervisor")
            .mayOnlyAccessLayers("common", "mmu", "cpu")
            .whereLayer("virt")
            .mayOnlyAccessLayers("common")
            .whereLayer("common")
            .mayNotAccessAnyLayer()
            .whereLayer("host")
            .mayOnlyAccessLayers("common", "netfilter", "mmu", "cpu", "hypervisor", "virt")
            .whereLayer("proof")
            .mayOnlyAccessLayers("common", "netfilter", "host")
            .whereLayer("checks")
            .mayOnlyAccessLayers("common", "netfilter", "mmu", "cpu", "host", "proof")
            .whereLayer("kernel front")
            .mayOnlyAccessLayers("common", "netfilter", "mmu", "cpu", "hypervisor", "virt", "host", "proof", "checks")
            .whereLayer("grader")
            .mayOnlyAccessLayers(
                    "common",
                    "netfilter",
                    "mmu",
                    "cpu",
                    "hypervisor",
                    "virt",
                    "host",
                    "proof",
                    "checks",
                    "kernel front")
            .whereLayer("content")
            .mayOnlyAccessLayers(
                    "common",
                    "netfilter",
                    "mmu",
                    "cpu",
                    "hypervisor",
                    "virt",
                    "host",
                    "proof",
                    "checks",
                    "kernel front",
                    "grader")
            .whereLayer("deploy")
            .mayNotBeAccessedByAnyLayer();

    @ArchTest
    static final ArchRule ENGINES_USE_PLAIN_JAVA = classes()
            .that()
            .resideInAnyPackage(ENGINES)
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                    "org.ringlab..",
                    "org.jspecify..",
                    "java.lang",
                    "java.lang.runtime",
                    "java.util",
                    "java.util.function",
                    "java.util.stream",
                    "java.util.regex",
                    "java.math",
                    "java.text",
                    "java.time..",
                    "java.nio.charset",
                    "")); // arrays and primitives

    @ArchTest
    static final ArchRule ENGINES_HAVE_NO_THREADS_CLOCK_OR_CHANCE_OF_THEIR_OWN = noClasses()
            .that()
            .resideInAnyPackage(ENGINES)
            .should()
            .dependOnClassesThat()
            .haveNameMatching("java\\.lang\\.(Thread|Process|ProcessBuilder|ThreadLocal|Runtime|reflect\\..*)")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.Random");

    @ArchTest
    static final ArchRule NOTHING_STATIC_CHANGES = fields().that()
            .areDeclaredInClassesThat()
            .resideInAnyPackage(ENGINES)
            .and()
            .haveModifier(STATIC)
            .should()
            .haveModifier(FINAL);

    @ArchTest
    static final ArchRule THE_GRADER_DEPENDS_ON_NO_FRAMEWORK = noClasses()
            .that()
            .resideInAPackage("org.ringlab.grader..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.quarkus..", "jakarta..", "org.hibernate..", "picocli..");

    @ArchTest
    static final ArchRule THE_STUDENTS_KERNEL_KNOWS_NOTHING_OF_THE_STAFFS = noClasses()
            .that()
            .resideInAnyPackage("org.ringlab.jupyter..", "org.ringlab.student..", "org.ringlab.display..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.ringlab.grader..", "org.ringlab.content..", "org.ringlab.service..");
}
