/**
 * Logs, policies, table and plot of {@code pageturner evaluate}; see {@code docs/evaluation.md}.
 */
package io.pageturner.app.evaluate;
