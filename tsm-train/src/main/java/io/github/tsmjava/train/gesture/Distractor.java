package io.github.tsmjava.train.gesture;

/** Something that moves behind the hand and means nothing. */
final class Distractor {

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

    Distractor(SeededRandom random) {
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

    void draw(Canvas canvas, double time) {
        double nowX = x + speedX * (time - 0.5) + wander * wobbleX.at(time);
        double nowY = y + speedY * (time - 0.5) + wander * wobbleY.at(time);
        canvas.draw(new Capsule(nowX, nowY, radius, nowX, nowY + length, radius), paint);
    }
}
