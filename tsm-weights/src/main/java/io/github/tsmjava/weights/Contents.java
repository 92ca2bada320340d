package io.github.tsmjava.weights;

import java.util.Map;

/** What a file holds: tensors in the file's order, and text about them. */
record Contents(Map<String, StoredTensor> tensors, Map<String, String> metadata) {
}
