package io.github.tsmjava.weights.pickle;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The stack of the machine that a pickle is a program for, and the marks in it. */
final class PickleStack {

    private final PickleInput in;
    private final List<Object> values = new ArrayList<>();
    private final Deque<Integer> marks = new ArrayDeque<>();

    /** @param in what is read, for the place of an error */
    PickleStack(PickleInput in) {
        this.in = in;
    }

    void push(Object value) {
        values.add(value);
    }

    void mark() {
        marks.push(values.size());
    }

    Object peek() throws PickleException {
        need(1);
        return values.getLast();
    }

    Object pop() throws PickleException {
        need(1);
        return values.removeLast();
    }

    /** The topmost values, the lowest first. */
    List<Object> pop(int count) throws PickleException {
        need(count);
        return popFrom(values.size() - count);
    }

    /** The values above the last mark, and the mark. */
    List<Object> popToMark() throws PickleException {
        if (marks.isEmpty()) {
            throw new PickleException("expected a mark on the pickle's stack at byte %d, found none"
                    .formatted(in.position()));
        }
        return popFrom(marks.pop());
    }

    /** No value below a mark is within reach. */
    private void need(int count) throws PickleException {
        int floor = marks.isEmpty() ? 0 : marks.peek();
        if (values.size() - floor < count) {
            throw new PickleException("expected %d values on the pickle's stack at byte %d, found %d"
                    .formatted(count, in.position(), values.size() - floor));
        }
    }

    private List<Object> popFrom(int start) {
        List<Object> top = values.subList(start, values.size());
        List<Object> items = new ArrayList<>(top);
        top.clear();
        return items;
    }
}
