package io.pageturner.serving.http;

/** What an API key may be allowed to do. */
public enum Scope {
  /** Needs no key: health, the API's description, the dashboard's files without its figures. */
  OPEN,
  /** Asks for pages. */
  RANK,
  /** Sends feedback. */
  EVENTS,
  /** Sees figures and versions, and changes which version serves. */
  ADMIN
}
