package io.github.tsmjava.train.log;

import io.github.tsmjava.train.evaluation.Evaluation;
import io.github.tsmjava.train.files.Png;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes down how training goes: {@value #STEPS} with a row for each step, {@value #VALIDATION} with one for each
 * evaluation, both for TensorBoard too, and {@value #CURVES}. What a resumed training will tell again is taken out.
 */
public final class TrainingLog implements AutoCloseable {

    public static final String STEPS = "log.csv";
    public static final String VALIDATION = "validation.csv";
    public static final String CURVES = "curves.png";

    private static final System.Logger LOG = System.getLogger(TrainingLog.class.getName());

    private final Path folder;
    private final int stepsPerEpoch;
    private final CsvLog steps;
    private final CsvLog validation;
    private final EventFile events;
    private final Curves curves = new Curves();
    private boolean drawable = true;

    /**
     * Begins the files, or continues those that are there.
     *
     * @param folder where the files are; must be there
     * @param epoch  finished epochs
     * @param step   finished steps of the next one
     * @throws IOException in one line, if a file cannot be written
     */
    public TrainingLog(Path folder, int stepsPerEpoch, int epoch, int step) throws IOException {
        this.folder = folder;
        this.stepsPerEpoch = stepsPerEpoch;
        long done = (long) epoch * stepsPerEpoch + step;
        steps = new CsvLog(folder.resolve(STEPS), StepRow.HEADER, done);
        validation = new CsvLog(folder.resolve(VALIDATION), ValidationRow.HEADER, epoch);
        // An evaluation belongs to the last step before it. It may have been told without being kept, so TensorBoard
        // forgets that step too and is told it again.
        events = new EventFile(folder, done);
        for (double[] values : steps.kept()) {
            StepRow row = StepRow.of(values);
            curves.add(row);
            if (row.step() == done) {
                tell(row);
            }
        }
        for (double[] values : validation.kept()) {
            ValidationRow row = ValidationRow.of(values);
            curves.add(row);
            if ((long) row.epoch() * stepsPerEpoch == done) {
                tell(row);
            }
        }
    }

    /** A step is done. */
    public void trained(StepRow row) throws IOException {
        StepRow kept = StepRow.of(steps.add(
                "%d,%d,%s,%.6f,%.4f", row.step(), row.epoch(), row.rate(), row.loss(), row.top1()));
        curves.add(kept);
        tell(kept);
    }

    /**
     * An evaluation is done.
     *
     * @param epoch from 1
     */
    public void validated(int epoch, Evaluation evaluation) throws IOException {
        ValidationRow row = ValidationRow.of(epoch, evaluation);
        ValidationRow kept = ValidationRow.of(validation.add("%d,%d,%.6f,%.6f,%.6f,%.6f",
                epoch, row.videos(), row.loss(), row.top1(), row.top5(), row.meanClass()));
        curves.add(kept);
        tell(kept);
    }

    private void tell(StepRow row) throws IOException {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("loss/train", row.loss());
        values.put("accuracy/train_top1", row.top1());
        values.put("learning_rate", row.rate());
        events.add(row.step(), values);
    }

    private void tell(ValidationRow row) throws IOException {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("loss/validation", row.loss());
        values.put("accuracy/validation_top1", row.top1());
        values.put("accuracy/validation_top5", row.top5());
        events.add((long) row.epoch() * stepsPerEpoch, values);
    }

    /**
     * Draws the curves of the epochs so far. Where Java cannot draw, as without any font, that is logged once, since no
     * training should end for it.
     *
     * @throws IOException in one line, if the picture cannot be written
     */
    public void draw() throws IOException {
        if (!drawable) {
            return;
        }
        try {
            BufferedImage image = curves.draw();
            Png.write(folder.resolve(CURVES), image);
        } catch (RuntimeException | LinkageError | InternalError e) {
            drawable = false;
            LOG.log(Level.WARNING, "{0} is not drawn: {1}", CURVES, e);
        }
    }

    @Override
    public void close() throws IOException {
        try (steps; validation; events) {
            // All three, whatever happens.
        }
    }
}
