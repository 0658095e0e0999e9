/** Policies executed by a TensorFlow Serving elsewhere instead of in this process (SPEC 7.2). */
package io.pageturner.serving.remote;
