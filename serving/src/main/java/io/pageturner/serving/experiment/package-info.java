/** Experiments in serving: which share of the users meets which policy (SPEC 7.4). */
package io.pageturner.serving.experiment;
