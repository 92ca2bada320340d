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

    Distractor(Dice dice) {
        paint = Paint.any(dice, dice.between(0, 1));
        x = dice.between(0, 1);
        y = dice.between(0, 1);
        radius = dice.between(0.015, 0.09);
        length = dice.chance(0.5) ? 0 : dice.between(0.05, 0.3);
        speedX = dice.chance(0.5) ? dice.between(-0.6, 0.6) : 0;
        speedY = dice.chance(0.5) ? dice.between(-0.6, 0.6) : 0;
        wander = dice.between(0, 0.1);
        wobbleX = Wobble.of(dice);
        wobbleY = Wobble.of(dice);
    }

    void draw(Canvas canvas, double time) {
        double nowX = x + speedX * (time - 0.5) + wander * wobbleX.at(time);
        double nowY = y + speedY * (time - 0.5) + wander * wobbleY.at(time);
        canvas.draw(new Capsule(nowX, nowY, radius, nowX, nowY + length, radius), paint);
    }
}
