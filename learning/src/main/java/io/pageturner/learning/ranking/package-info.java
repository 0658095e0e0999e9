/**
 * The click and the order model: two isomorphic Wide &amp; Deep models (SPEC 3.1).
 *
 * <p>Source: H.-T. Cheng et al., "Wide &amp; deep learning for recommender systems", DLRS 2016.
 *
 * <pre>
 *   joined pages ──► {@link io.pageturner.learning.ranking.RankerTrainer}, a thread: reads, publishes, checkpoints
 *                        │
 *                    {@link io.pageturner.learning.ranking.OnlineRanking}: each page scored, then learned from
 *                        │                └──► {@link io.pageturner.learning.ranking.RankingReport}
 *                    {@link io.pageturner.learning.ranking.RankingModels} ──► bundle "ranker" ──► gates ──► serving
 * </pre>
 *
 * <h2>The forward pass</h2>
 *
 * <p>Of one encoded candidate ({@link io.pageturner.features.EncodedCandidate}) with item embedding
 * e [d], normalised numbers z [n] and one table row r_j per id feature j, for each objective {@code
 * click} and {@code order} with its own weights:
 *
 * <pre>
 *   x₀      = [ e, z, embedding_1[r_1], embedding_2[r_2], … ]
 *   x₁      = ReLU(x₀ · hidden_0_kernel + hidden_0_bias)                               [64]
 *   x₂      = ReLU(x₁ · hidden_1_kernel + hidden_1_bias)                               [32]
 *   deep    = x₂ · out_kernel + out_bias
 *   wide    = Σ_i wide_dense[i] · z[i]  +  Σ_j wide_j[r_j]  +  Σ_c wide_cross_c[row_c(r)]
 *   p       = 1 / (1 + exp(−(deep + wide)))
 * </pre>
 *
 * <h2>Weights in {@code weights.safetensors}</h2>
 *
 * <p>Float32, row-major, a kernel's rows are its inputs; &lt;o&gt; is {@code click} or {@code
 * order}:
 *
 * <pre>
 *   &lt;o&gt;_embedding_&lt;feature&gt;    [rows, dimension]
 *   &lt;o&gt;_hidden_&lt;k&gt;_kernel      [in, out]      k = 0, 1, … as many as there are
 *   &lt;o&gt;_hidden_&lt;k&gt;_bias        [out]
 *   &lt;o&gt;_out_kernel             [in, 1]
 *   &lt;o&gt;_out_bias               [1]            corrected for negatives left out in training
 *   &lt;o&gt;_wide_dense             [n]
 *   &lt;o&gt;_wide_&lt;feature&gt;         [rows]
 *   &lt;o&gt;_wide_cross.&lt;cross&gt;     [rows]         row of a combination: {@link io.pageturner.features.Cross#row}
 * </pre>
 *
 * <p>Features are in the configuration's order, the page's before the candidate's, as in {@code
 * EncodedCandidate}. &lt;feature&gt; is the name as in {@code preprocessing.json}: a page's feature
 * by its name, a candidate's with {@code candidate.} before it, since both sections may use a name.
 */
package io.pageturner.learning.ranking;
