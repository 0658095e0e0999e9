/**
 * What serving remembers of users: behaviour sequence and running sessions, updated the moment that
 * feedback is accepted (SPEC 4.5).
 */
package io.pageturner.serving.user;
