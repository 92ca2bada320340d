/**
 * Any number of videos on any number of machines, by Apache Spark. {@link io.github.tsmjava.spark.VideoScores} is for programs;
 * the rest is the command {@code ./tsm spark}. Drivers say what there is to do ({@code Batches}) and where it goes ({@code
 * ScoreTable}); executors do it ({@code Scorer}, and {@code PartScorer} for long videos).
 */
package io.github.tsmjava.spark;
