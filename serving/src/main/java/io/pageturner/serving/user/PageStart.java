package io.pageturner.serving.user;

import io.pageturner.features.UserState;
import java.util.List;

/**
 * What a page starts from.
 *
 * @param behaviour the user's clicks and orders until now
 * @param pageIndex 0 for the session's first page
 * @param noise what the exploration remembers from the session's last page; empty on the first
 */
public record PageStart(UserState behaviour, int pageIndex, List<Double> noise) {}
