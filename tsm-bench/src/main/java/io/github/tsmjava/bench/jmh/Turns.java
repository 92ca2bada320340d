package io.github.tsmjava.bench.jmh;

import java.util.List;

/**
 * Forms of one computation that take turns, an iteration of JMH each, and each round begins with another one: A B C, B C A,
 * C A B. So what disturbs the machine disturbs all of them, none always finds in the caches what the same other one left
 * there, and times of one round may be divided by one another. With one form alone, a benchmark is like any other.
 */
public final class Turns {

    /** Between the forms of a parameter: JMH takes commas for several parameters. */
    public static final String SEPARATOR = "+";

    private final List<String> forms;
    private int iteration;

    /** @param forms as in {@code conv+copy} */
    public Turns(String forms) {
        this.forms = split(forms);
    }

    public static List<String> split(String forms) {
        return List.of(forms.split("\\" + SEPARATOR));
    }

    public static String join(List<String> forms) {
        return String.join(SEPARATOR, forms);
    }

    public List<String> forms() {
        return forms;
    }

    /** Begins an iteration: the index of the form whose turn it is. */
    public int next() {
        return form(iteration++, forms.size());
    }

    /**
     * Which of the forms has its turn.
     *
     * @param iteration from 0, those of the warm-up included
     */
    public static int form(int iteration, int forms) {
        return (iteration + iteration / forms) % forms;
    }
}
