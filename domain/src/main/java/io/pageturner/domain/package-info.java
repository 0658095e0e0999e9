/**
 * The decision process of a feed that people page through, in plain Java.
 *
 * <p>The <b>agent</b> is the recommender, the <b>environment</b> is the user on the feed, and one
 * step is one <b>page</b>: one list shown for one request (SPEC 1.1).
 *
 * <pre>
 *   s  = what is known when the page is asked for                    {@link io.pageturner.domain.State}
 *   a  = one factor per extra objective, clipped to [aMin, aMax]     {@link io.pageturner.domain.Action}
 *   fused score of item i = f(click_i, order_i; θ·a)                 {@link io.pageturner.domain.Fusion}
 *   r  = wc·clicks + wp·orders − p1·[no click, no order]
 *                              − p2·[no click, no order, and left]   {@link io.pageturner.domain.RewardWeights}
 *   J  = E[ Σ_k γ^k · r_k ]  over the pages k of a session
 * </pre>
 *
 * <p>The advantage DDPG that is trained by default splits Q(s,a) = V(s) + A(s,a) (SPEC 2.2): V is
 * fitted to y = r + γ·V(s') on all traffic, A to the residual y + γ·A(s', μ(s')) − V(s) on the
 * agent's own traffic, and the actor μ ascends A(s, μ(s)).
 *
 * <p>How the types follow each other: serving takes a {@link io.pageturner.domain.Decision} for a
 * page and logs it as an {@link io.pageturner.domain.Event}; users answer with {@link
 * io.pageturner.domain.Feedback}; the online joiner makes a {@link io.pageturner.domain.JoinedPage}
 * of both, one {@link io.pageturner.domain.Sample} per shown item; the experience collector makes
 * {@link io.pageturner.domain.Transition}s and {@link io.pageturner.domain.Episode}s of a session's
 * joined pages; the trainer makes a better {@link io.pageturner.domain.Policy} of those.
 */
package io.pageturner.domain;
