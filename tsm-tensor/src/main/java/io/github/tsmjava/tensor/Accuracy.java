package io.github.tsmjava.tensor;

/** How rounding is traded against speed. */
public enum Accuracy {
    /** Every sum is formed as its definition says: a network's logits lie within 1e-6 or so of the exact ones. */
    EXACT,
    /** 3×3 convolutions by Winograd's algorithm where it pays: a quarter of the multiplications, a few bits lost. */
    FAST
}
