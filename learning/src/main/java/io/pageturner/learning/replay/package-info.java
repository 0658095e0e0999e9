/** The replay memory that agents draw their batches from (SPEC 2.7). */
package io.pageturner.learning.replay;
