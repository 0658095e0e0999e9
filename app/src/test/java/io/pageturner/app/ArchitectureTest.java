package io.pageturner.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between the rooms: down only, no cycle, each framework in one room. */
@AnalyzeClasses(packages = "io.pageturner", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule roomsImportOnlyWhatStandsBelowThem =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("app")
          .definedBy("io.pageturner.app..")
          .layer("simulator")
          .definedBy("io.pageturner.simulator..")
          .layer("serving")
          .definedBy("io.pageturner.serving..")
          .layer("learning")
          .definedBy("io.pageturner.learning..")
          .layer("pipeline")
          .definedBy("io.pageturner.pipeline..")
          .layer("lifecycle")
          .definedBy("io.pageturner.lifecycle..")
          .layer("evaluation")
          .definedBy("io.pageturner.evaluation..")
          .layer("store")
          .definedBy("io.pageturner.store..")
          .layer("features")
          .definedBy("io.pageturner.features..")
          .layer("domain")
          .definedBy("io.pageturner.domain..")
          .whereLayer("simulator")
          .mayOnlyAccessLayers("domain", "features")
          .whereLayer("serving")
          .mayOnlyAccessLayers("domain", "features", "store", "lifecycle", "evaluation")
          .whereLayer("learning")
          .mayOnlyAccessLayers("domain", "features", "lifecycle")
          .whereLayer("pipeline")
          .mayOnlyAccessLayers("domain", "features")
          .whereLayer("lifecycle")
          .mayOnlyAccessLayers("domain", "evaluation")
          .whereLayer("evaluation")
          .mayOnlyAccessLayers("domain")
          .whereLayer("store")
          .mayOnlyAccessLayers("domain", "features")
          .whereLayer("features")
          .mayOnlyAccessLayers("domain")
          .whereLayer("domain")
          .mayNotAccessAnyLayer();

  @ArchTest
  static final ArchRule roomsFormNoCycle =
      slices().matching("io.pageturner.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule domainIsPlainJava =
      noClasses()
          .that()
          .resideInAPackage("io.pageturner.domain..")
          .should()
          .dependOnClassesThat()
          .resideOutsideOfPackages("java..", "io.pageturner.domain..");

  @ArchTest
  static final ArchRule tensorFlowLivesOnlyInLearning = livesOnlyIn("learning", "org.tensorflow..");

  @ArchTest
  static final ArchRule flinkLivesOnlyInThePipeline = livesOnlyIn("pipeline", "org.apache.flink..");

  @ArchTest
  static final ArchRule kafkaLivesOnlyInThePipeline =
      livesOnlyIn("pipeline", "org.apache.kafka..", "kafka..");

  @ArchTest
  static final ArchRule redisLivesOnlyInTheStore =
      livesOnlyIn("store", "io.lettuce..", "reactor..");

  private static ArchRule livesOnlyIn(String room, String... packages) {
    return noClasses()
        .that()
        .resideOutsideOfPackage("io.pageturner." + room + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packages);
  }
}
