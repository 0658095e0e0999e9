package io.pageturner.app;

import java.util.Optional;

/** The version of the code that runs, for the lineage of models. */
final class CodeVersion {
  private CodeVersion() {}

  static String get() {
    return Optional.ofNullable(CodeVersion.class.getPackage().getImplementationVersion())
        .orElse("development");
  }
}
