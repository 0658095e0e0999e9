/**
 * What the log's topics carry: versioned JSON, written by hand and canonical.
 *
 * <p>The same value always gives the same bytes: fields in a fixed order, maps sorted by key,
 * numbers in their shortest form whatever the Java version, empty lists and maps left out. Reading
 * is strict: an unknown kind, version or field, a wrong type or an impossible value is a {@link
 * io.pageturner.pipeline.codec.MalformedRecordException} that names the field.
 */
package io.pageturner.pipeline.codec;
