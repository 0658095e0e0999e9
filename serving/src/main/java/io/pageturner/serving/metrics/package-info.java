/** What happened in serving, counted and timed for Prometheus and the dashboard (SPEC 7.6). */
package io.pageturner.serving.metrics;
