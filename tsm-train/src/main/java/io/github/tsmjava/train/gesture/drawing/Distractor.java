package io.github.tsmjava.train.gesture.drawing;

/** Something that moves behind the hand and means nothing. */
public final class Distractor {

    /** How far it goes beyond the picture's edges, where nothing of it is seen. */
    private static final double BEYOND = 0.5;
    private static final double ROUND = 1 + 2 * BEYOND;

    private final Paint paint;
    private final double x;
    private final double y;
    private final double radius;
    private final double length;
    private final double speedX;
    private final double speedY;
    private final double wander;
    private final Wobble wobbleX;
    private final Wobble wobbleY;

    public Distractor(SeededRandom random) {
        paint = Paint.any(random, random.between(0, 1));
        x = random.between(0, 1);
        y = random.between(0, 1);
        radius = random.between(0.015, 0.09);
        length = random.chance(0.5) ? 0 : random.between(0.05, 0.3);
        speedX = random.chance(0.5) ? random.between(-0.6, 0.6) : 0;
        speedY = random.chance(0.5) ? random.between(-0.6, 0.6) : 0;
        wander = random.between(0, 0.1);
        wobbleX = Wobble.of(random);
        wobbleY = Wobble.of(random);
    }

    /** What leaves the picture comes again from the other side, after a while out of sight. */
    private static double wrapped(double place) {
        return place - ROUND * Math.floor((place + BEYOND) / ROUND);
    }

    /** @param time in lengths of a clip */
    public void draw(Canvas canvas, double time) {
        double nowX = wrapped(x + speedX * (time - 0.5)) + wander * wobbleX.at(time);
        double nowY = wrapped(y + speedY * (time - 0.5)) + wander * wobbleY.at(time);
        canvas.draw(new Capsule(nowX, nowY, radius, nowX, nowY + length, radius), paint);
    }
}
