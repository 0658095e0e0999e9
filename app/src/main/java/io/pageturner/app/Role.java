package io.pageturner.app;

/** What a process does; one process may have all roles. */
public enum Role {
  /** HTTP API, model server, user states. */
  SERVE,
  /** Online joiner and experience collector. */
  STREAM,
  /** Trainer, gates, publishing; the HTTP API of versions, where no pages are served. */
  TRAIN
}
