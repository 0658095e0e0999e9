/**
 * Tabular Q-learning (Watkins, 1989): Q(s, a) ← Q(s, a) + α·(r + γ·max Q(s', ·) − Q(s, a)), over
 * states cut into cells.
 */
package io.pageturner.learning.agent.tabular;
