/**
 * The HTTP API: routes, bodies read within bounds, JSON in and out, errors that name the field. No
 * decision is taken here.
 */
package io.pageturner.serving.http;
