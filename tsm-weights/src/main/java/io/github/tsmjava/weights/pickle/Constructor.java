package io.github.tsmjava.weights.pickle;

/** What a pickle may call: it turns plain values into plain values. */
@FunctionalInterface
public interface Constructor {

    Object make(Arguments arguments) throws PickleException;
}
