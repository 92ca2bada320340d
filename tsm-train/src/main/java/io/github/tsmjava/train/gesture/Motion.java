package io.github.tsmjava.train.gesture;

import io.github.tsmjava.train.gesture.drawing.Ease;
import io.github.tsmjava.train.gesture.drawing.SeededRandom;
import io.github.tsmjava.train.gesture.drawing.Wobble;

/**
 * The course of a hand over a clip: perhaps it comes, makes its stroke, and perhaps leaves. All that is drawn at random
 * here is as likely backwards as forwards.
 */
final class Motion {

    /** Time to come or to leave, of a clip. */
    private static final double PASSAGE = 0.2;

    private final Stroke stroke;
    private final double start;
    private final boolean comes;
    private final boolean leaves;
    private final double awayX;
    private final double awayY;
    private final double tremor;
    private final Wobble tremorX;
    private final Wobble tremorY;

    Motion(Gesture gesture, Placement placement, SeededRandom random) {
        boolean idle = gesture == Gesture.NONE;
        boolean vertical = gesture.isVertical();
        boolean absent = idle && random.chance(0.2);
        stroke = Stroke.of(gesture, placement, random);
        start = absent ? 2 : random.between(0, 1 - stroke.duration());
        // Coming from below is half a swipe up. So a vertical swipe is entered from the side, and who rests comes and
        // goes.
        boolean passes = !(vertical && placement.body());
        comes = absent || passes && random.chance(0.4);
        leaves = idle ? comes : passes && random.chance(0.4);
        awayX = vertical ? placement.side() * 1.2 : 0;
        awayY = vertical ? 0 : 1.2;
        tremor = idle && random.chance(0.4) ? 0.1 * placement.reach() : 0.03 * placement.reach();
        tremorX = Wobble.of(random);
        tremorY = Wobble.of(random);
    }

    /** When the stroke begins, 0 to 1 of the clip; above 1 if nobody comes. */
    double start() {
        return start;
    }

    /** When the stroke has ended. */
    double end() {
        return start + stroke.duration();
    }

    /** @param time of the clip, 0 to 1 */
    Pose at(double time) {
        double before = comes ? Ease.of((start - time) / PASSAGE) : 0;
        double after = leaves ? Ease.of((time - end()) / PASSAGE) : 0;
        double away = Math.max(before, after);
        return stroke.at(Ease.of((time - start) / stroke.duration()))
                .moved(away * awayX + tremor * tremorX.at(time), away * awayY + tremor * tremorY.at(time));
    }
}
