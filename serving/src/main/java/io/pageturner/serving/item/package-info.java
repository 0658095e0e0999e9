/** The item embeddings that requests need, looked up in the key-value store (SPEC 3.2). */
package io.pageturner.serving.item;
