/**
 * Embedding tables that grow with their ids and are kept outside of the graph (SPEC 6.3).
 *
 * <pre>
 *   id ──► row of the {@link io.pageturner.learning.ids.IdTable}      (features.IdRows; millions, on the heap)
 *              │  load: the round's rows, with Adam's moments
 *              ▼
 *          row of the graph's variable of fixed size ──► one update ──► store: back into the table
 * </pre>
 *
 * <p>A round is one update. A row moves only in a round that has loaded it; between two such rounds
 * it and its moments stay as they are, bit for bit, whereas Adam on a table in the graph goes on
 * moving a row by the momentum of its last gradients (the lazy variant is that of TensorFlow
 * Addons' LazyAdam and PyTorch's SparseAdam). The powers of β count rounds, not the row's own.
 */
package io.pageturner.learning.ids;
