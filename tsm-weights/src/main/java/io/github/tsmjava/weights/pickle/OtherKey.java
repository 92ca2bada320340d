package io.github.tsmjava.weights.pickle;

/**
 * A dict's key that is not text, equal to no other. Nobody looks such a key up, and a file could choose a million keys
 * of one hash.
 */
final class OtherKey {

    private final Object key;

    OtherKey(Object key) {
        this.key = key;
    }

    Object key() {
        return key;
    }
}
