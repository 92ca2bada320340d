package io.github.tsmjava.train.gesture;

import io.github.tsmjava.train.gesture.drawing.Canvas;
import io.github.tsmjava.train.gesture.drawing.Capsule;
import io.github.tsmjava.train.gesture.drawing.Paint;
import io.github.tsmjava.train.gesture.drawing.SeededRandom;

/** Somebody who makes a gesture: the hand on its arm, and, where the placement says so, body and head. */
final class Person {

    /** From the wrist to the palm's centre, in palm lengths. */
    private static final double PALM_CENTRE = 0.5;
    /** Of upper arm and forearm, of the person's height; hands are drawn a little large, arms a little long. */
    private static final double ARM = 0.19;
    /** Where the elbow hangs, a direction of length 1. */
    private static final double ELBOW_OUT = 0.6;
    private static final double ELBOW_DOWN = 0.8;

    private final Placement placement;
    private final Hand hand;
    private final double shoulderX;
    private final double shoulderY;
    /** How far the hand turns with the arm. */
    private final double follow;
    private final Paint skin;
    private final Paint sleeve;
    private final Paint hair;
    private final double bareShare;

    Person(Gesture gesture, Placement placement, SeededRandom random) {
        this.placement = placement;
        skin = Paint.skin(random);
        Paint glove = random.chance(0.2) ? Paint.any(random, 1) : skin;
        sleeve = Paint.any(random, 0.9);
        hair = Paint.any(random, 0.7).times(0.6);
        hand = new Hand(gesture, placement, glove, random);
        follow = random.between(0.1, 0.5);
        bareShare = random.chance(0.3) ? 1 : random.between(0.05, 0.5);
        double inwards = placement.side()
                * random.between(placement.near() ? -0.02 : -0.12, placement.near() ? 0.1 : 0.02);
        shoulderX = placement.body() ? placement.x() + inwards * placement.height()
                : placement.x() + random.between(-0.4, 0.4);
        shoulderY = placement.body() ? placement.y() + random.between(0, 0.1) * placement.height()
                : placement.y() + 0.75 + random.between(0, 0.5);
    }

    /** A hand of this person in a form that suits a gesture. */
    Hand hand(Gesture gesture, SeededRandom random) {
        return new Hand(gesture, placement, hand.paint(), random);
    }

    void draw(Canvas canvas, Pose pose) {
        draw(canvas, pose, hand);
    }

    /** @param shown one of {@link #hand(Gesture, SeededRandom)} */
    void draw(Canvas canvas, Pose pose, Hand shown) {
        if (placement.body()) {
            drawBody(canvas);
        }
        double lean = follow * StrictMath.atan2(pose.x() - shoulderX, Math.max(0.1, shoulderY + 0.2 - pose.y()));
        double angle = pose.angle() + lean;
        double back = PALM_CENTRE * placement.palm();
        double wristX = pose.x() - back * StrictMath.sin(angle);
        double wristY = pose.y() + back * StrictMath.cos(angle);
        if (placement.body()) {
            double armX = wristX - shoulderX;
            double armY = wristY - shoulderY;
            double length = Math.sqrt(armX * armX + armY * armY);
            double stretch = Math.min(1, 1.96 * ARM * placement.height() / Math.max(length, 1e-6));
            wristX = shoulderX + armX * stretch;
            wristY = shoulderY + armY * stretch;
            // An arm that hangs has its hand hanging too.
            if (stretch < 0.8) {
                angle = StrictMath.atan2(armX, -armY);
            }
            drawArm(canvas, wristX, wristY);
        } else {
            drawForearm(canvas, shoulderX, shoulderY, wristX, wristY);
        }
        shown.draw(canvas, wristX, wristY, angle, pose.open());
    }

    /**
     * Upper arm and forearm of the same length. The elbow hangs down and outwards; where that is not across the line
     * from shoulder to wrist, it points to the camera, and both look shorter.
     */
    private void drawArm(Canvas canvas, double wristX, double wristY) {
        double bone = ARM * placement.height();
        double halfX = (wristX - shoulderX) / 2;
        double halfY = (wristY - shoulderY) / 2;
        double half = Math.sqrt(halfX * halfX + halfY * halfY) + 1e-6;
        double across = (halfX * ELBOW_DOWN - halfY * ELBOW_OUT * placement.side()) / half;
        double out = across * Math.sqrt(Math.max(0, bone * bone - half * half)) / half;
        double elbowX = shoulderX + halfX - halfY * out;
        double elbowY = shoulderY + halfY + halfX * out;
        double radius = 0.028 * placement.height();
        canvas.draw(new Capsule(shoulderX, shoulderY, radius * 1.25, elbowX, elbowY, radius), sleeve);
        drawForearm(canvas, elbowX, elbowY, wristX, wristY);
    }

    private void drawForearm(Canvas canvas, double elbowX, double elbowY, double wristX, double wristY) {
        double radius = 0.026 * placement.height();
        double thin = 0.017 * placement.height();
        canvas.draw(new Capsule(elbowX, elbowY, radius, wristX, wristY, thin), skin);
        double share = 1 - bareShare;
        canvas.draw(new Capsule(elbowX, elbowY, radius * 1.05, elbowX + share * (wristX - elbowX),
                elbowY + share * (wristY - elbowY), share * thin * 1.3 + (1 - share) * radius * 1.05), sleeve);
    }

    private void drawBody(Canvas canvas) {
        double unit = placement.height();
        double middle = shoulderX - placement.side() * 0.11 * unit;
        double other = middle - placement.side() * 0.115 * unit;
        Paint trousers = hair.times(0.8);
        for (double foot : new double[] {-0.06, 0.06}) {
            canvas.draw(new Capsule(middle + foot * unit, shoulderY + 0.36 * unit, 0.055 * unit,
                    middle + foot * unit, shoulderY + 0.75 * unit, 0.04 * unit), trousers);
        }
        canvas.draw(new Capsule(middle, shoulderY - 0.05 * unit, 0.035 * unit,
                middle, shoulderY - 0.1 * unit, 0.035 * unit), skin);
        canvas.draw(new Capsule(middle, shoulderY + 0.08 * unit, 0.115 * unit,
                middle, shoulderY + 0.33 * unit, 0.09 * unit), sleeve.withRelief(0.6));
        canvas.draw(new Capsule(other, shoulderY, 0.035 * unit, shoulderX, shoulderY, 0.035 * unit),
                sleeve.withRelief(0.6));
        canvas.draw(new Capsule(other, shoulderY, 0.035 * unit,
                other - placement.side() * 0.03 * unit, shoulderY + 0.36 * unit, 0.025 * unit), sleeve);
        canvas.draw(Capsule.disc(middle, shoulderY - 0.18 * unit, 0.07 * unit), hair);
        canvas.draw(new Capsule(middle, shoulderY - 0.165 * unit, 0.056 * unit,
                middle, shoulderY - 0.13 * unit, 0.045 * unit), skin);
    }
}
