/**
 * Worlds that an agent acts in, step by step, and the four classic control tasks.
 *
 * <p>The tasks follow the equations of Gymnasium 1.x ({@code gymnasium/envs/classic_control}), in
 * double precision, with observations rounded to single precision, as there.
 */
package io.pageturner.learning.environment;
