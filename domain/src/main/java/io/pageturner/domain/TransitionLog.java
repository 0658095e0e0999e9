package io.pageturner.domain;

/** Where the trainer reads transitions from. */
public interface TransitionLog extends RecordLog<Transition> {}
