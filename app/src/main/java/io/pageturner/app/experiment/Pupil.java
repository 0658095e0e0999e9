package io.pageturner.app.experiment;

import io.pageturner.domain.ModelVersion;
import io.pageturner.domain.Policy;
import io.pageturner.domain.Transition;
import io.pageturner.features.Encoder;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.learning.feed.PolicyContent;
import io.pageturner.learning.trainer.Learner;
import io.pageturner.lifecycle.PolicySpec;
import io.pageturner.lifecycle.PolicySpec.Exploration;
import io.pageturner.serving.model.ActorNetwork;
import io.pageturner.serving.model.ServedPolicy;
import java.time.Instant;
import java.util.List;

/**
 * A learner and the policy made of it: trainer, version controller and model server in one thread.
 * Every version goes live, and is served by serving's own forward pass.
 */
final class Pupil {
  /** A new version is served each time that this many pages have been learned from. */
  private static final int PAGES_PER_VERSION = 1_000;

  private final Learner learner;
  private final ItemEmbeddings embeddings;
  private Policy policy;
  private long pages;

  Pupil(Learner learner, ItemEmbeddings embeddings) {
    this.learner = learner;
    this.embeddings = embeddings;
    this.policy = exploring();
  }

  /** The policy to serve with now: it explores. */
  Policy policy() {
    return policy;
  }

  /** Takes in a page and makes every update that is owed for it. */
  void learn(Transition page) {
    learner.consume(page);
    while (learner.owesUpdate()) {
      learner.update();
    }
    if (++pages % PAGES_PER_VERSION == 0) {
      policy = exploring();
    }
  }

  /** Number of pages learned from. */
  long pages() {
    return pages;
  }

  /** What was learned, without exploration. */
  Policy greedy() {
    return greedy(content());
  }

  /** The same of every replica. */
  List<Policy> greedyReplicas() {
    return learner.replicaPolicies(0).stream().map(this::greedy).toList();
  }

  private Policy greedy(PolicyContent content) {
    Exploration none = new Exploration(content.spec().exploration().kind(), 0, 0);
    PolicySpec spec = new PolicySpec(content.spec().agent(), content.spec().actions(), none);
    return served(content, spec);
  }

  private Policy exploring() {
    PolicyContent content = content();
    return served(content, content.spec());
  }

  private PolicyContent content() {
    return (PolicyContent) learner.candidates(Instant.EPOCH, "experiment").get(0).content();
  }

  private Policy served(PolicyContent content, PolicySpec spec) {
    return new ServedPolicy(
        new ModelVersion(1 + pages / PAGES_PER_VERSION),
        spec,
        new Encoder(content.config(), content.preprocessing(), embeddings),
        items -> embeddings,
        ActorNetwork.of(content.config(), content.weights(), spec.actions()));
  }
}
