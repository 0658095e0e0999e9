/** Deciding a page: from a request to an ordered list, logged with all that was known. */
package io.pageturner.serving.rank;
