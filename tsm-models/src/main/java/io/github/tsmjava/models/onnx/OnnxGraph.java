package io.github.tsmjava.models.onnx;

import io.github.tsmjava.io.ProtoMessage;
import io.github.tsmjava.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * An ONNX model under construction: nodes in the order in which they run, the constants they read, inputs and outputs.
 *
 * <p>Source: onnx/onnx, {@code onnx.proto}; field numbers are those of its messages.
 */
final class OnnxGraph {

    /** Stands for the number of clips, which is open. */
    static final int ANY = -1;
    /** Read by ONNX Runtime since 1.6, and by the usual converters. */
    private static final int OPSET = 13;
    /** The version of the file format that came with the opset. */
    private static final int IR_VERSION = 7;
    private static final int FLOAT = 1;
    private static final int INT64 = 7;

    /** What a node computes, a constant, or an input. Known by its name in the file. */
    static final class Operand {
        private String name;

        private Operand(String name) {
            this.name = name;
        }
    }

    /** A setting of a node: one number or a list. */
    record Attribute(String name, boolean isList, int... values) {
        private static final int INT = 2;
        private static final int INTS = 7;

        static Attribute of(String name, int value) {
            return new Attribute(name, false, value);
        }

        static Attribute list(String name, int... values) {
            return new Attribute(name, true, values);
        }

        private ProtoMessage proto() {
            ProtoMessage message = new ProtoMessage().text(1, name);
            for (int value : values) {
                message.integer(isList ? 8 : 3, value);
            }
            return message.integer(20, isList ? INTS : INT);
        }
    }

    private record Node(String operator, String name, List<Operand> inputs, Operand output,
            List<Attribute> attributes) {
        ProtoMessage proto() {
            ProtoMessage message = new ProtoMessage();
            inputs.forEach(input -> message.text(1, input.name));
            message.text(2, output.name).text(3, name).text(4, operator);
            attributes.forEach(attribute -> message.message(5, attribute.proto()));
            return message;
        }
    }

    private record Port(Operand value, int[] shape) {
        ProtoMessage proto() {
            ProtoMessage dims = new ProtoMessage();
            for (int dim : shape) {
                dims.message(1, dim == ANY ? new ProtoMessage().text(2, "N") : new ProtoMessage().integer(1, dim));
            }
            ProtoMessage tensor = new ProtoMessage().integer(1, FLOAT).message(2, dims);
            return new ProtoMessage().text(1, value.name).message(2, new ProtoMessage().message(1, tensor));
        }
    }

    private final List<Node> nodes = new ArrayList<>();
    private final List<ProtoMessage> initializers = new ArrayList<>();
    private final List<Port> inputs = new ArrayList<>();
    private final List<Port> outputs = new ArrayList<>();
    private final Map<String, Operand> shared = new HashMap<>();
    private final Map<String, Integer> names = new HashMap<>();

    Operand input(String name, int... shape) {
        Operand value = new Operand(unique(name));
        inputs.add(new Port(value, shape));
        return value;
    }

    /** Makes a node's result an output and gives it the output's name. */
    void output(String name, Operand value, int... shape) {
        value.name = unique(name);
        outputs.add(new Port(value, shape));
    }

    /** Appends a node; its result takes the same name. */
    Operand node(String operator, String name, List<Operand> operands, Attribute... attributes) {
        String own = unique(name);
        Operand result = new Operand(own);
        nodes.add(new Node(operator, own, operands, result, List.of(attributes)));
        return result;
    }

    /** A constant that is asked for when the file is written. */
    Operand floats(String name, Supplier<Tensor> tensor, int... shape) {
        String own = unique(name);
        initializers.add(initializer(own, FLOAT, shape).floats(9, Tensor.size(shape), tensor));
        return new Operand(own);
    }

    /** A constant scalar; the same object for equal numbers. */
    Operand scalar(float value) {
        return shared.computeIfAbsent("float_" + value, name -> floats(name, () -> Tensor.of(new float[] {value})));
    }

    /** A constant vector of integers, as a shape or a list of axes; the same object for equal numbers. */
    Operand integers(int... values) {
        String name = Arrays.stream(values).mapToObj(Integer::toString).collect(Collectors.joining("_", "int64_", ""));
        return shared.computeIfAbsent(name, own -> {
            ByteBuffer bytes = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            Arrays.stream(values).forEach(bytes::putLong);
            initializers.add(initializer(own, INT64, values.length).bytes(9, bytes.array()));
            return new Operand(own);
        });
    }

    private static ProtoMessage initializer(String name, int type, int... shape) {
        ProtoMessage message = new ProtoMessage();
        for (int dim : shape) {
            message.integer(1, dim);
        }
        return message.integer(2, type).text(8, name);
    }

    private String unique(String name) {
        int uses = names.merge(name, 1, Integer::sum);
        return uses == 1 ? name : name + "_" + uses;
    }

    /**
     * The whole file.
     *
     * @param description text for people
     * @param metadata    text for programs
     */
    ProtoMessage model(String description, Map<String, String> metadata) {
        ProtoMessage graph = new ProtoMessage();
        nodes.forEach(node -> graph.message(1, node.proto()));
        graph.text(2, "tsm");
        initializers.forEach(initializer -> graph.message(5, initializer));
        inputs.forEach(port -> graph.message(11, port.proto()));
        outputs.forEach(port -> graph.message(12, port.proto()));
        ProtoMessage model = new ProtoMessage().integer(1, IR_VERSION).text(2, "tsm-jvm").text(6, description)
                .message(7, graph).message(8, new ProtoMessage().text(1, "").integer(2, OPSET));
        metadata.forEach((key, value) -> model.message(14, new ProtoMessage().text(1, key).text(2, value)));
        return model;
    }
}
