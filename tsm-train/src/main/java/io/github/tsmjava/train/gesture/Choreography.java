package io.github.tsmjava.train.gesture;

import io.github.tsmjava.train.gesture.drawing.Ease;
import io.github.tsmjava.train.gesture.drawing.SeededRandom;
import io.github.tsmjava.train.streams.StreamEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * Makes up what somebody does in front of a camera. The hand comes into sight, makes gestures, begins some and breaks off,
 * rests or moves about, and leaves. Between gestures it moves slowly or out of sight: a hand that came back from a
 * swipe as fast as it went would make the opposite one.
 */
final class Choreography {

    private static final double SHORTEST_GESTURE = 0.6;
    private static final double LONGEST_GESTURE = 1.5;
    /** At least from a gesture to what follows it in seconds, and to the end of the course. */
    private static final double AFTER_GESTURE = 0.6;
    /** How often a gesture of the fingers is drawn, where the others are drawn once: few hands can make it. */
    private static final int SHARE_OF_FINGERS = 3;

    private final SeededRandom random;
    private final Placement placement;
    private final Person person;
    private final double end;
    private final List<Course.Leg> legs = new ArrayList<>();
    private final List<StreamEvent> events = new ArrayList<>();
    private double now;
    private Hand hand;
    private boolean seesFingers;
    private Pose pose;

    private Choreography(double start, double end, SeededRandom random) {
        this.random = random;
        this.end = end;
        now = start;
        placement = Placement.of(random, random.chance(0.4));
        person = new Person(Gesture.NONE, placement, random);
    }

    /**
     * A course from one time to another, in seconds.
     *
     * @param random decides all of it
     */
    static Course course(double start, double end, SeededRandom random) {
        Choreography made = new Choreography(start, end, random);
        made.fill();
        return new Course(made.person, made.legs, made.events, made.placement.reach(), random);
    }

    private void fill() {
        newHand();
        boolean isThere = random.chance(0.4);
        pose = isThere ? anywhere() : away(anywhere(), false);
        while (now < end) {
            if (!isThere) {
                newHand();
                stay(random.chance(0.2) ? random.between(3, 7) : random.between(0.3, 2.5));
            }
            appear(isThere);
            isThere = false;
        }
    }

    /** Another form of the hand, which may change only where nobody sees it. */
    private void newHand() {
        seesFingers = placement.height() >= Placement.FINGERS_SEEN && random.chance(0.75);
        hand = person.hand(seesFingers ? Gesture.ZOOM_IN : Gesture.NONE, random);
    }

    /** The hand comes, does one to four things and leaves. */
    private void appear(boolean isThere) {
        for (int left = 1 + random.below(4), first = left; left > 0 && now < end; left--) {
            boolean comes = left == first && !isThere;
            double what = random.between(0, 1);
            if (what < 0.7) {
                gesture(comes);
            } else if (what < 0.85) {
                breakOff(comes);
            } else {
                moveAbout(comes);
            }
        }
        Pose gone = away(pose, random.chance(0.25));
        add(random.between(0.3, 0.9), between(pose, gone, 0));
    }

    private void gesture(boolean comes) {
        Gesture gesture = anyGesture();
        Stroke stroke = stroke(gesture);
        double duration = Math.clamp(stroke.duration() * Course.CLIP_SECONDS * random.between(0.88, 1.12),
                SHORTEST_GESTURE, LONGEST_GESTURE);
        DoubleFunction<Pose> way = way(gesture, stroke);
        reach(way.apply(0), comes, gesture);
        if (now + duration + AFTER_GESTURE > end) {
            stay(end - now);
            return;
        }
        events.add(new StreamEvent(now, now + duration, gesture.label()));
        add(duration, progress -> way.apply(Ease.of(progress)));
        stay(random.chance(0.3) ? random.between(0.5, 2) : random.between(0.1, 0.6));
    }

    /** The beginning of a gesture, as fast as a whole one; then the hand stops. */
    private void breakOff(boolean comes) {
        Gesture gesture = anyGesture();
        Stroke stroke = stroke(gesture);
        double done = gesture == Gesture.SHAKE ? random.between(0.1, 0.2) : random.between(0.2, 0.38);
        DoubleFunction<Pose> way = way(gesture, stroke);
        reach(way.apply(0), comes, gesture);
        add(stroke.duration() * Course.CLIP_SECONDS * random.between(0.4, 0.6),
                progress -> way.apply(done * Ease.of(progress)));
        stay(random.between(0.05, 0.6));
    }

    /** From one place to another, with rests between. */
    private void moveAbout(boolean comes) {
        if (comes) {
            reach(anywhere(), true, Gesture.NONE);
        }
        for (int places = random.below(3); places >= 0; places--) {
            stay(random.between(0.2, 2));
            pass(anywhere());
        }
        stay(random.between(0.2, 1.5));
    }

    private Gesture anyGesture() {
        List<Gesture> all = new ArrayList<>();
        for (Gesture gesture : Gesture.values()) {
            int times = gesture == Gesture.NONE ? 0 : !gesture.isOfFingers() ? 1 : seesFingers ? SHARE_OF_FINGERS : 0;
            for (int i = 0; i < times; i++) {
                all.add(gesture);
            }
        }
        return all.get(random.below(all.size()));
    }

    /** Of the first gesture of the pair. */
    private Stroke stroke(Gesture gesture) {
        Placement place = placement.moved(random.between(-0.04, 0.04), random.between(-0.04, 0.04));
        return Stroke.of(gesture.isBackwards() ? gesture.reversed() : gesture, place, random);
    }

    private static DoubleFunction<Pose> way(Gesture gesture, Stroke stroke) {
        return gesture.isBackwards() ? progress -> stroke.at(1 - progress) : stroke::at;
    }

    /** Where the hand may rest. */
    private Pose anywhere() {
        double wide = 0.35 * placement.reach();
        return new Pose(placement.x() + random.between(-wide, wide), placement.y() + random.between(-wide, wide),
                random.between(-0.35, 0.35), random.chance(0.5) ? 1 : random.between(0, 1));
    }

    /** Out of sight, or, of a person who is seen, with the arm hanging. */
    private Pose away(Pose from, boolean sideways) {
        boolean aside = sideways && !placement.body();
        return from.moved(aside ? placement.side() * 1.2 : 0, aside ? 0 : 1.2);
    }

    /** Brings the hand where a gesture begins: from out of sight, or from where it is. */
    private void reach(Pose target, boolean comes, Gesture next) {
        if (!comes) {
            pass(target);
            return;
        }
        // Coming from below is half a swipe up.
        boolean aside = !placement.body() && (next.isVertical() || random.chance(0.25));
        Pose first = next.isVertical() && !aside ? anywhere() : target;
        pose = away(first, aside);
        add(random.between(0.3, 0.8), between(pose, first, 0));
        if (first != target) {
            stay(random.between(0.3, 1));
            pass(target);
        } else if (random.chance(0.6)) {
            stay(random.between(0.05, 0.8));
        }
    }

    /** Slowly from where the hand is to another place, or lowered on the way, out of sight if it is near the camera. */
    private void pass(Pose target) {
        double dx = target.x() - pose.x();
        double dy = target.y() - pose.y();
        double distance = Math.sqrt(dx * dx + dy * dy) / placement.reach();
        if (distance > 0.5 && random.chance(0.35)) {
            Pose below = new Pose((pose.x() + target.x()) / 2, Math.max(pose.y(), target.y()) + 1.2, 0, target.open());
            add(random.between(0.3, 0.8), between(pose, below, 0));
            stay(random.between(0.1, 0.5));
            add(random.between(0.4, 0.9), between(pose, target, 0));
            stay(random.between(0.3, 0.8));
            return;
        }
        double duration = Math.max(Math.max(random.between(0.3, 0.7), distance / random.between(0.28, 0.5)),
                Math.max(Math.abs(target.angle() - pose.angle()) / random.between(0.5, 0.9),
                        Math.abs(target.open() - pose.open()) / random.between(0.35, 0.6)));
        add(duration, between(pose, target, random.between(-0.15, 0.3) * distance * placement.reach()));
    }

    /** @param sag how much lower it is half way, in widths of the picture */
    private static DoubleFunction<Pose> between(Pose from, Pose to, double sag) {
        return progress -> {
            double share = Ease.of(progress);
            return new Pose(from.x() + share * (to.x() - from.x()),
                    from.y() + share * (to.y() - from.y()) + sag * 4 * share * (1 - share),
                    from.angle() + share * (to.angle() - from.angle()), from.open() + share * (to.open() - from.open()));
        };
    }

    private void stay(double duration) {
        Pose here = pose;
        add(duration, progress -> here);
    }

    private void add(double duration, DoubleFunction<Pose> way) {
        if (duration > 0) {
            legs.add(new Course.Leg(now, now + duration, hand, way));
            now += duration;
            pose = way.apply(1);
        }
    }
}
