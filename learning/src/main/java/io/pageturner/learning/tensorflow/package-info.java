/**
 * The small ground that every network stands on: a graph with its session, named parameters, and
 * Adam steps.
 *
 * <p>Only reference variables ({@code VariableV2}) are used: TensorFlow Java exports no others into
 * a SavedModel.
 */
package io.pageturner.learning.tensorflow;
