/** Proposes a feature configuration from a log: reads it, profiles its columns, writes YAML. */
package io.pageturner.app.infer;
