/**
 * From raw log to network input: the one place where features are defined, extracted and encoded.
 *
 * <pre>
 *   features.yaml ── FeatureConfig ──┬── StateExtractor: UserState + request → State   (logged)
 *                                    └── Encoder:        State → EncodedState          (tensors)
 * </pre>
 *
 * <p>Serving extracts the {@link io.pageturner.domain.State} once, at decision time, and logs it;
 * training reads it from the log. Both encode it with the same {@link
 * io.pageturner.features.Encoder}, bound to one version of {@link
 * io.pageturner.features.Preprocessing}.
 */
package io.pageturner.features;
