/** What became of every event of a log, counted from the log itself. */
package io.pageturner.app.balance;
