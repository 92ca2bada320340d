package io.github.tsmjava.train.gesture;

import io.github.tsmjava.train.gesture.drawing.Background;
import io.github.tsmjava.train.gesture.drawing.Canvas;
import io.github.tsmjava.train.gesture.drawing.Distractor;
import io.github.tsmjava.train.gesture.drawing.SeededRandom;
import io.github.tsmjava.train.gesture.drawing.Sensor;
import io.github.tsmjava.train.gesture.drawing.Wobble;
import io.github.tsmjava.video.image.Image;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * All that a clip or a part of a stream shows: everything about it was drawn from the seed beforehand. Time is in lengths
 * of a clip.
 *
 * @param <F> who is seen
 */
final class Scene<F extends Scene.Figure> {

    /** Somebody who moves. */
    @FunctionalInterface
    interface Figure {
        void draw(Canvas canvas, double time);
    }

    /** Pictures that are averaged into one where things move while the shutter is open. */
    private static final int EXPOSURES = 3;

    private final int size;
    private final Background background;
    private final List<Distractor> distractors = new ArrayList<>();
    private final F figure;
    private final Sensor sensor;
    private final double shutter;
    private final double soft;
    private final double lightX;
    private final double lightY;
    private final double drift;
    private final Wobble driftX;
    private final Wobble driftY;

    /** @param figure who is seen, made from the random numbers that are his turn */
    Scene(int size, Scenery scenery, SeededRandom random, Function<SeededRandom, F> figure) {
        this.size = size;
        boolean plain = scenery == Scenery.PLAIN;
        background = new Background(size, plain, random);
        for (int i = plain ? 0 : random.below(3); i > 0; i--) {
            distractors.add(new Distractor(random));
        }
        this.figure = figure.apply(random);
        sensor = new Sensor(size, plain, random);
        shutter = random.chance(0.5) ? 0 : random.between(0, 0.025);
        soft = random.between(0.8, 2);
        lightX = random.between(-0.6, 0.6);
        lightY = random.between(-0.6, 0.3);
        drift = plain || random.chance(0.4) ? 0 : random.between(0, 0.8 * Background.MARGIN);
        driftX = Wobble.of(random);
        driftY = Wobble.of(random);
    }

    F figure() {
        return figure;
    }

    /** @param grain seed of the noise */
    Image at(double time, long grain) {
        Canvas.Camera camera = new Canvas.Camera(
                drift * driftX.at(time), drift * driftY.at(time), soft, lightX, lightY);
        Canvas canvas = background.seenBy(camera);
        distractors.forEach(distractor -> distractor.draw(canvas, time));
        return sensor.develop(shutter == 0 ? exposed(canvas, time) : blurred(canvas, time), time, grain);
    }

    private float[] exposed(Canvas canvas, double time) {
        figure.draw(canvas, time);
        return canvas.pixels();
    }

    /** The mean while the shutter is open; the moments lie evenly around the time. */
    private float[] blurred(Canvas canvas, double time) {
        float[] mean = new float[size * size * 3];
        for (int i = 0; i < EXPOSURES; i++) {
            float[] pixels = exposed(canvas.copy(), time + shutter * (i - (EXPOSURES - 1) / 2.0) / EXPOSURES);
            for (int j = 0; j < mean.length; j++) {
                mean[j] += pixels[j] / EXPOSURES;
            }
        }
        return mean;
    }
}
