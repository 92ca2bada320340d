package io.github.tsmjava.models.architecture;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Parameters by name, with their shapes: what tells a network.
 *
 * @param shapes of any rank, in the file's order; files are not trusted
 */
public record ParameterShapes(Map<String, List<Integer>> shapes) {

    public ParameterShapes {
        shapes = Collections.unmodifiableMap(new LinkedHashMap<>(shapes));
    }

    public Set<String> names() {
        return shapes.keySet();
    }

    public boolean has(String name) {
        return shapes.containsKey(name);
    }

    /**
     * One axis of a parameter.
     *
     * @param problem what to say if there is no such parameter
     * @throws IllegalArgumentException in one line, if there is no such parameter or axis
     */
    public int dim(String name, int axis, String problem) {
        List<Integer> shape = shapes.get(name);
        if (shape == null) {
            throw new IllegalArgumentException(problem);
        }
        if (shape.size() <= axis) {
            throw new IllegalArgumentException("%s has shape %s, expected more axes".formatted(name, shape));
        }
        return shape.get(axis);
    }
}
