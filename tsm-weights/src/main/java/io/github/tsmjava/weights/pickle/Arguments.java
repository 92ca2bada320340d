package io.github.tsmjava.weights.pickle;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The arguments of a call in a pickle, taken out by type. */
public record Arguments(List<Object> values) {

    public int count() {
        return values.size();
    }

    public Object get(int index) throws PickleException {
        if (index >= values.size()) {
            throw new PickleException("expected at least %d arguments in a pickled call, found %d"
                    .formatted(index + 1, values.size()));
        }
        return values.get(index);
    }

    public <T> T get(int index, Class<T> type) throws PickleException {
        Object value = get(index);
        if (!type.isInstance(value)) {
            throw new PickleException("expected %s as argument %d of a pickled call, found %s"
                    .formatted(describe(type), index, describe(value)));
        }
        return type.cast(value);
    }

    /** A tuple or list of integers, such as a shape. */
    public List<Long> integers(int index) throws PickleException {
        List<Long> integers = new ArrayList<>();
        for (Object item : items(get(index))) {
            if (!(item instanceof Long integer)) {
                throw new PickleException("expected only integers in argument %d of a pickled call, found %s"
                        .formatted(index, describe(item)));
            }
            integers.add(integer);
        }
        return integers;
    }

    /** The items of a tuple or a list. */
    @SuppressWarnings("unchecked")
    public static List<Object> items(Object sequence) throws PickleException {
        return switch (sequence) {
            case Tuple tuple -> tuple.items();
            case List<?> list -> (List<Object>) list;
            case null, default ->
                throw new PickleException("expected a tuple or a list in the pickle, found " + describe(sequence));
        };
    }

    /** A word for the kind of a value; never its contents, which may be endless. */
    public static String describe(Object value) {
        return switch (value) {
            case null -> "None";
            case OtherKey other -> describe(other.key());
            default -> describe(value.getClass());
        };
    }

    private static String describe(Class<?> type) {
        if (Constructor.class.isAssignableFrom(type)) {
            return "a function";
        }
        if (CharSequence.class.isAssignableFrom(type)) {
            return "text";
        }
        if (Map.class.isAssignableFrom(type)) {
            return "a dict";
        }
        if (List.class.isAssignableFrom(type)) {
            return "a list";
        }
        return switch (type.getSimpleName()) {
            case "Long", "BigInteger" -> "an integer";
            case "Double" -> "a float";
            case "Boolean" -> "a bool";
            case "byte[]" -> "bytes";
            default -> "a " + type.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
        };
    }
}
