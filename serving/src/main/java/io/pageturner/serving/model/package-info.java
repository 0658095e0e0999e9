/**
 * Models in serving: a plain-Java forward pass generated from a bundle, the policy around it, and
 * the model server that loads, warms, swaps and frees versions (SPEC 7.2).
 */
package io.pageturner.serving.model;
