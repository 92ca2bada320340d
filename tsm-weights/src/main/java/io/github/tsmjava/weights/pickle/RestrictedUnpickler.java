package io.github.tsmjava.weights.pickle;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads one pickle into plain values: null, Boolean, Long, BigInteger, Double, String, byte[], {@link Tuple}, List and
 * Map. In a Map only text is a key that can be looked up.
 *
 * <p>A pickle is a small program that may name any Python function and call it. This reader knows only the names it was
 * given; any other is refused by name, so no file can make it run anything. Work and text are limited, and nothing
 * here recurses, so neither can a file exhaust memory or the call stack.
 *
 * <p>Source: CPython's pickletools, protocols 1 to 5.
 */
public final class RestrictedUnpickler {

    /** Bytes of text and byte strings together. */
    private static final int MOST_TEXT = 64 << 20;
    private static final int LONGEST_INTEGER = 1024;
    /** Characters; keys are compared over and over. */
    private static final int LONGEST_KEY = 4096;
    private static final int NEWEST_PROTOCOL = 5;

    private final PickleInput in;
    private final Map<String, Object> globals;
    private final Constructor persistent;
    private final PickleStack stack;
    private final Map<Long, Object> memo = new HashMap<>();
    private int mostSteps;
    private int steps;
    private int text = MOST_TEXT;

    /**
     * @param globals    what the pickle may name, as {@code module.name}: a {@link Constructor} or a constant
     * @param persistent makes the object of a persistent id, whose parts are its arguments
     */
    public RestrictedUnpickler(PickleInput in, Map<String, Object> globals, Constructor persistent) {
        this.in = in;
        this.globals = globals;
        this.persistent = persistent;
        this.stack = new PickleStack(in);
    }

    /**
     * Reads up to the end of the pickle, and no further.
     *
     * @param most opcodes, and items copied by calls, at most; a large network with its optimizer needs some 100,000
     * @throws PickleException if the pickle is damaged, too large, or names a global that is not allowed
     */
    public Object load(int most) throws PickleException {
        mostSteps = most;
        steps = most;
        for (int opcode = next(); opcode != Opcode.STOP; opcode = next()) {
            step(opcode);
        }
        return stack.pop();
    }

    private int next() throws PickleException {
        spend(1);
        return in.uint8();
    }

    private void step(int opcode) throws PickleException {
        switch (opcode) {
            case Opcode.PROTO -> checkProtocol(in.uint8());
            case Opcode.FRAME -> in.int64();

            case Opcode.MARK -> stack.mark();
            case Opcode.POP -> stack.pop();
            case Opcode.POP_MARK -> stack.popToMark();
            case Opcode.DUP -> stack.push(stack.peek());

            case Opcode.BINPUT -> memo.put((long) in.uint8(), stack.peek());
            case Opcode.LONG_BINPUT -> memo.put(in.uint32(), stack.peek());
            case Opcode.MEMOIZE -> memo.put((long) memo.size(), stack.peek());
            case Opcode.BINGET -> stack.push(recall(in.uint8()));
            case Opcode.LONG_BINGET -> stack.push(recall(in.uint32()));

            case Opcode.NONE -> stack.push(null);
            case Opcode.NEWTRUE -> stack.push(true);
            case Opcode.NEWFALSE -> stack.push(false);
            case Opcode.INT -> stack.push(decimalOrBool(in.line()));
            case Opcode.LONG -> stack.push(decimal(in.line()));
            case Opcode.BININT -> stack.push((long) in.int32());
            case Opcode.BININT1 -> stack.push((long) in.uint8());
            case Opcode.BININT2 -> stack.push((long) in.uint16());
            case Opcode.LONG1 -> stack.push(integer(in.uint8()));
            case Opcode.LONG4 -> stack.push(integer(in.uint32()));
            case Opcode.BINFLOAT -> stack.push(Double.longBitsToDouble(Long.reverseBytes(in.int64())));

            case Opcode.BINSTRING -> stack.push(in.latin1(textLength(in.uint32())));
            case Opcode.SHORT_BINSTRING -> stack.push(in.latin1(textLength(in.uint8())));
            case Opcode.BINUNICODE -> stack.push(unicode(in.uint32()));
            case Opcode.SHORT_BINUNICODE -> stack.push(unicode(in.uint8()));
            case Opcode.BINUNICODE8 -> stack.push(unicode(in.int64()));
            case Opcode.BINBYTES -> stack.push(in.bytes(textLength(in.uint32())));
            case Opcode.SHORT_BINBYTES -> stack.push(in.bytes(textLength(in.uint8())));
            case Opcode.BINBYTES8, Opcode.BYTEARRAY8 -> stack.push(in.bytes(textLength(in.int64())));

            case Opcode.EMPTY_TUPLE -> stack.push(new Tuple(List.of()));
            case Opcode.TUPLE -> stack.push(new Tuple(stack.popToMark()));
            case Opcode.TUPLE1, Opcode.TUPLE2, Opcode.TUPLE3 ->
                stack.push(new Tuple(stack.pop(opcode - Opcode.TUPLE1 + 1)));
            case Opcode.EMPTY_LIST, Opcode.EMPTY_SET -> stack.push(new ArrayList<>());
            case Opcode.LIST, Opcode.FROZENSET -> stack.push(stack.popToMark());
            case Opcode.APPEND -> append(stack.pop(1));
            case Opcode.APPENDS, Opcode.ADDITEMS -> append(stack.popToMark());
            case Opcode.EMPTY_DICT -> stack.push(new LinkedHashMap<>());
            case Opcode.DICT -> stack.push(putAll(new LinkedHashMap<>(), stack.popToMark()));
            case Opcode.SETITEM -> setItems(stack.pop(2));
            case Opcode.SETITEMS -> setItems(stack.popToMark());

            case Opcode.GLOBAL -> stack.push(global(in.line(), in.line()));
            case Opcode.STACK_GLOBAL -> stackGlobal(stack.pop(2));
            case Opcode.REDUCE, Opcode.NEWOBJ -> call(stack.pop(2));
            case Opcode.BUILD -> build(stack.pop());
            case Opcode.BINPERSID -> stack.push(persistent.make(new Arguments(Arguments.items(stack.pop()))));

            default -> throw new PickleException("expected an opcode of a PyTorch pickle, found 0x%02x at byte %d"
                    .formatted(opcode, in.position() - 1));
        }
    }

    private static void checkProtocol(int protocol) throws PickleException {
        if (protocol > NEWEST_PROTOCOL) {
            throw new PickleException("expected pickle protocol %d or older, found %d"
                    .formatted(NEWEST_PROTOCOL, protocol));
        }
    }

    private void spend(int count) throws PickleException {
        steps -= count;
        if (steps < 0) {
            throw new PickleException("expected a pickle of at most %d steps, found more".formatted(mostSteps));
        }
    }

    private Object recall(long key) throws PickleException {
        Object value = memo.get(key);
        if (value == null && !memo.containsKey(key)) {
            throw new PickleException("expected entry %d in the pickle's memo, found none".formatted(key));
        }
        return value;
    }

    private Object integer(long length) throws PickleException {
        if (length > LONGEST_INTEGER) {
            throw new PickleException("expected an integer of at most %d bytes in the pickle, found %d"
                    .formatted(LONGEST_INTEGER, length));
        }
        byte[] bytes = in.bytes((int) length);
        for (int low = 0, high = bytes.length - 1; low < high; low++, high--) {
            byte swap = bytes[low];
            bytes[low] = bytes[high];
            bytes[high] = swap;
        }
        return bytes.length == 0 ? (Object) 0L : narrow(new BigInteger(bytes));
    }

    private static Object decimalOrBool(String line) throws PickleException {
        return switch (line) {
            case "00" -> false;
            case "01" -> true;
            default -> decimal(line);
        };
    }

    private static Object decimal(String line) throws PickleException {
        String digits = line.endsWith("L") ? line.substring(0, line.length() - 1) : line;
        try {
            return narrow(new BigInteger(digits));
        } catch (NumberFormatException e) {
            throw new PickleException("expected an integer in the pickle, found " + line);
        }
    }

    private static Object narrow(BigInteger value) {
        return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
    }

    private int textLength(long length) throws PickleException {
        if (length < 0 || length > text) {
            throw new PickleException("expected at most %d bytes of text in the pickle, found %s more"
                    .formatted(MOST_TEXT, Long.toUnsignedString(length)));
        }
        text -= (int) length;
        return (int) length;
    }

    private String unicode(long length) throws PickleException {
        byte[] bytes = in.bytes(textLength(length));
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new PickleException("expected UTF-8 text in the pickle before byte %d, found other bytes"
                    .formatted(in.position()));
        }
    }

    @SuppressWarnings("unchecked")
    private void append(List<Object> items) throws PickleException {
        if (!(stack.peek() instanceof List<?> list)) {
            throw new PickleException("expected a list to append to in the pickle, found "
                    + Arguments.describe(stack.peek()));
        }
        ((List<Object>) list).addAll(items);
    }

    @SuppressWarnings("unchecked")
    private void setItems(List<Object> keysAndValues) throws PickleException {
        if (!(stack.peek() instanceof Map<?, ?> map)) {
            throw new PickleException("expected a dict to put into in the pickle, found "
                    + Arguments.describe(stack.peek()));
        }
        putAll((Map<Object, Object>) map, keysAndValues);
    }

    private static Map<Object, Object> putAll(Map<Object, Object> map, List<Object> keysAndValues)
            throws PickleException {
        if (keysAndValues.size() % 2 != 0) {
            throw new PickleException("expected as many keys as values in the pickle, found one key more");
        }
        for (int i = 0; i < keysAndValues.size(); i += 2) {
            put(map, keysAndValues.get(i), keysAndValues.get(i + 1));
        }
        return map;
    }

    /** Puts an item into a dict, unless hashing or comparing its key could take forever. */
    public static void put(Map<Object, Object> map, Object key, Object value) throws PickleException {
        boolean simple = key == null || key instanceof String || key instanceof Number || key instanceof Boolean
                || key instanceof Tuple;
        if (!simple) {
            throw new PickleException("expected a key that can be hashed, found " + Arguments.describe(key));
        }
        if (key instanceof String name && name.length() > LONGEST_KEY) {
            throw new PickleException("expected keys of at most %d characters in the pickle, found %d"
                    .formatted(LONGEST_KEY, name.length()));
        }
        map.put(key instanceof String ? key : new OtherKey(key), value);
    }

    private Object global(String module, String name) throws PickleException {
        String full = module + "." + name;
        Object found = globals.get(full);
        if (found == null) {
            throw new PickleException("refuses pickle global %s: only tensors and plain containers are read"
                    .formatted(full));
        }
        return found;
    }

    private void stackGlobal(List<Object> moduleAndName) throws PickleException {
        Arguments names = new Arguments(moduleAndName);
        stack.push(global(names.get(0, String.class), names.get(1, String.class)));
    }

    private void call(List<Object> functionAndArguments) throws PickleException {
        if (!(functionAndArguments.getFirst() instanceof Constructor function)) {
            throw new PickleException("expected a function to call in the pickle, found "
                    + Arguments.describe(functionAndArguments.getFirst()));
        }
        List<Object> arguments = Arguments.items(functionAndArguments.getLast());
        for (Object argument : arguments) {
            // Calls may copy what they are given, and one value may be given to many calls.
            spend(switch (argument) {
                case List<?> list -> list.size();
                case Tuple tuple -> tuple.items().size();
                case String string -> string.length() / Long.BYTES;
                case null, default -> 0;
            });
        }
        spend(arguments.size());
        stack.push(function.make(new Arguments(arguments)));
    }

    private void build(Object state) throws PickleException {
        switch (stack.peek()) {
            case Stateful stateful -> stateful.setState(state);
            // Attributes of an OrderedDict, such as the versions in a state_dict's _metadata.
            case Map<?, ?> map -> {
            }
            case null, default -> throw new PickleException("expected an object that takes a state, found "
                    + Arguments.describe(stack.peek()));
        }
    }
}
