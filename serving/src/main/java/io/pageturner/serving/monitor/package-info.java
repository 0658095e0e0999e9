/** The dashboard's feed: what the page at {@code /} draws. */
package io.pageturner.serving.monitor;
