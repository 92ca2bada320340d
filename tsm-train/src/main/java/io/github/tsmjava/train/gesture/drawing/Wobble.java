package io.github.tsmjava.train.gesture.drawing;

/**
 * A slow wandering about zero, within -1 to 1: two sines of random speed and phase. Played backwards it is as likely as
 * forwards, so nothing that wobbles tells the direction of time.
 */
public record Wobble(double speed, double phase, double secondSpeed, double secondPhase) {

    private static final double TURN = 2 * Math.PI;

    public static Wobble of(SeededRandom random) {
        return new Wobble(random.between(0.3, 1), random.between(0, TURN), random.between(1, 2.5), random.between(0, TURN));
    }

    /** @param time of the clip, 0 to 1 */
    public double at(double time) {
        return 0.7 * StrictMath.sin(TURN * speed * time + phase)
                + 0.3 * StrictMath.sin(TURN * secondSpeed * time + secondPhase);
    }
}
