package io.github.tsmjava.weights.pickle;

/** An object that a pickle may hand a state to after making it (Python's {@code __setstate__}). */
public interface Stateful {

    void setState(Object state) throws PickleException;
}
