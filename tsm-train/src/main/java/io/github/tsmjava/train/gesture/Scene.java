package io.github.tsmjava.train.gesture;

import io.github.tsmjava.video.image.Image;
import java.util.ArrayList;
import java.util.List;

/** All that a clip shows, at any time from 0 to 1: everything about it was drawn from the seed beforehand. */
final class Scene {

    /** Pictures that are averaged into one where things move while the shutter is open. */
    private static final int EXPOSURES = 3;

    private final int size;
    private final Background background;
    private final List<Distractor> distractors = new ArrayList<>();
    private final Person person;
    private final Motion motion;
    private final Sensor sensor;
    private final double shutter;
    private final double soft;
    private final double lightX;
    private final double lightY;
    private final double drift;
    private final Wobble driftX;
    private final Wobble driftY;

    /** @param gesture the first one of a pair */
    Scene(Gesture gesture, int size, Scenery scenery, SeededRandom random) {
        this.size = size;
        boolean plain = scenery == Scenery.PLAIN;
        boolean fingers = gesture == Gesture.ZOOM_IN || gesture == Gesture.ZOOM_OUT;
        Placement placement = Placement.of(random, fingers);
        background = new Background(size, scenery, random);
        for (int i = plain ? 0 : random.below(3); i > 0; i--) {
            distractors.add(new Distractor(random));
        }
        person = new Person(gesture, placement, random);
        motion = new Motion(gesture, placement, random);
        sensor = new Sensor(size, scenery, random);
        shutter = random.chance(0.5) ? 0 : random.between(0, 0.025);
        soft = random.between(0.8, 2);
        lightX = random.between(-0.6, 0.6);
        lightY = random.between(-0.6, 0.3);
        drift = plain || random.chance(0.4) ? 0 : random.between(0, 0.8 * Background.MARGIN);
        driftX = Wobble.of(random);
        driftY = Wobble.of(random);
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
        person.draw(canvas, motion.at(time));
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
