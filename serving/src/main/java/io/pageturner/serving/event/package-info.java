/**
 * Taking feedback in: checked, logged, and in the user's state before the answer (SPEC 4.1, 4.5).
 */
package io.pageturner.serving.event;
