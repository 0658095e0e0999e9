/**
 * Chaos: broker, stream job and trainer as processes of their own, killed without warning while
 * events come in, and the proof that nobody can tell from the results.
 */
package io.pageturner.app.chaos;
