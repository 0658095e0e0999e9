package io.pageturner.serving.http;

import java.util.Map;

/**
 * A request as an endpoint sees it.
 *
 * @param path values of the path's parameters by name
 * @param body whole; empty when there is none
 */
record ApiRequest(Map<String, String> path, byte[] body) {}
