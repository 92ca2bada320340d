/** Files of an evaluation: confusion matrices, scores to be rated again, answers for test servers. */
package io.github.tsmjava.train.evaluation.files;
