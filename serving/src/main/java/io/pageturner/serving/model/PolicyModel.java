package io.pageturner.serving.model;

import io.pageturner.domain.Policy;

/** A policy that a bundle was loaded into. */
public interface PolicyModel extends Policy, ServedModel {}
