package io.pageturner.serving.http;

import io.pageturner.serving.Deadline;
import java.util.Map;
import java.util.Optional;

/**
 * A request as an endpoint sees it.
 *
 * @param path values of the path's parameters by name
 * @param body whole; empty when there is none
 * @param deadline until when its client waits
 * @param caller name of the API key it came with; empty where none is asked for
 */
record ApiRequest(
    Map<String, String> path, byte[] body, Deadline deadline, Optional<String> caller) {}
