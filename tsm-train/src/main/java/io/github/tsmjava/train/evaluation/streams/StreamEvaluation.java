package io.github.tsmjava.train.evaluation.streams;

import io.github.tsmjava.train.streams.StreamEvent;
import java.util.ArrayList;
import java.util.List;

/**
 * What was found in streams. An alarm is a change of the decision to a class that is not idle. It finds an event of its
 * class if it comes between the event's start and {@value #LATEST} s after its end; the earliest such event that was not
 * found before. Every other alarm is false, a second one of the same event too.
 *
 * @param seconds how long all streams last
 * @param found   the events that were found, of all streams
 * @param missed  the events that were not
 * @param wrong   the false alarms
 */
public record StreamEvaluation(double seconds, List<Found> found, List<StreamEvent> missed, List<Alarm> wrong) {

    /** How long after an event's end an alarm may come, in seconds. */
    public static final double LATEST = 1;

    private static final double MINUTE = 60;

    /**
     * A decision for something.
     *
     * @param time  in seconds from the beginning of its stream
     * @param label by the name of its class
     */
    public record Alarm(double time, String label) { }

    /**
     * An event that was found.
     *
     * @param delay from its end to the alarm in seconds; negative if the alarm came before
     */
    public record Found(StreamEvent event, double delay) { }

    public StreamEvaluation {
        found = List.copyOf(found);
        missed = List.copyOf(missed);
        wrong = List.copyOf(wrong);
    }

    /**
     * Rates the alarms of one stream.
     *
     * @param events in order of their start
     * @param alarms in order
     */
    public static StreamEvaluation of(double seconds, List<StreamEvent> events, List<Alarm> alarms) {
        List<StreamEvent> left = new ArrayList<>(events);
        List<Found> found = new ArrayList<>();
        List<Alarm> wrong = new ArrayList<>();
        for (Alarm alarm : alarms) {
            StreamEvent event = left.stream().filter(candidate -> candidate.label().equals(alarm.label)
                    && alarm.time >= candidate.start() && alarm.time <= candidate.end() + LATEST).findFirst().orElse(null);
            if (event == null) {
                wrong.add(alarm);
            } else {
                left.remove(event);
                found.add(new Found(event, alarm.time - event.end()));
            }
        }
        return new StreamEvaluation(seconds, found, left, wrong);
    }

    /** All of several streams together. */
    public static StreamEvaluation of(List<StreamEvaluation> parts) {
        return new StreamEvaluation(parts.stream().mapToDouble(StreamEvaluation::seconds).sum(),
                parts.stream().flatMap(part -> part.found.stream()).toList(),
                parts.stream().flatMap(part -> part.missed.stream()).toList(),
                parts.stream().flatMap(part -> part.wrong.stream()).toList());
    }

    /** What concerns one class: its events, and the false alarms that name it. */
    public StreamEvaluation ofClass(String label) {
        return new StreamEvaluation(seconds, found.stream().filter(f -> f.event.label().equals(label)).toList(),
                missed.stream().filter(event -> event.label().equals(label)).toList(),
                wrong.stream().filter(alarm -> alarm.label.equals(label)).toList());
    }

    /** How many events there are. */
    public int events() {
        return found.size() + missed.size();
    }

    /** The share of events that were found, 0 to 1; not a number if there are none. */
    public double recall() {
        return (double) found.size() / events();
    }

    /** False alarms in a minute. */
    public double wrongPerMinute() {
        return wrong.size() * MINUTE / seconds;
    }

    /**
     * The delay that a share of the found events does not exceed, in seconds.
     *
     * @param share 0.5 for the median
     * @return not a number if nothing was found
     */
    public double delay(double share) {
        double[] delays = found.stream().mapToDouble(Found::delay).sorted().toArray();
        return delays.length == 0 ? Double.NaN : delays[Math.max(0, (int) Math.ceil(share * delays.length) - 1)];
    }
}
