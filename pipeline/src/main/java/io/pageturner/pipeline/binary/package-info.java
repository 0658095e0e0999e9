/** How records travel between the stream job's tasks and lie in its state: compact and typed. */
package io.pageturner.pipeline.binary;
