package io.github.tsmjava.app.original;

import io.github.tsmjava.nn.NonLocal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Stack;
import java.util.stream.Collectors;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.TypeConversionException;

/** The kind that {@code --non-local KIND} names, as people and as MMAction2's configurations write it. */
public final class NonLocalKind implements ITypeConverter<NonLocal.Mode> {

    private static final String CONCATENATION = "concatenation";

    @Override
    public NonLocal.Mode convert(String text) {
        if (plain(text).equals(CONCATENATION)) {
            throw new TypeConversionException("no network with the concatenation form was ever published or configured; "
                    + "expected " + known());
        }
        return Arrays.stream(NonLocal.Mode.values()).filter(mode -> plain(mode.name()).equals(plain(text))).findFirst()
                .orElseThrow(() -> new TypeConversionException("expected %s, found '%s'".formatted(known(), text)));
    }

    private static String known() {
        return Arrays.stream(NonLocal.Mode.values()).map(mode -> plain(mode.name())).collect(Collectors.joining(", "));
    }

    private static String plain(String text) {
        return text.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A word that is no kind is not meant for the option: it stands alone then, as in the original's command lines. */
    public static final class Alone implements IParameterPreprocessor {

        @Override
        public boolean preprocess(Stack<String> words, CommandSpec command, ArgSpec option, Map<String, Object> info) {
            List<String> kinds = Arrays.stream(NonLocal.Mode.values()).map(mode -> plain(mode.name())).toList();
            boolean isKind = !words.isEmpty()
                    && (kinds.contains(plain(words.peek())) || plain(words.peek()).equals(CONCATENATION));
            // With an equals sign, whatever follows is meant for it.
            boolean isAttached = "=".equals(info.get("separator"));
            if (!isKind && !isAttached) {
                words.push(kinds.getFirst());
            }
            return false;
        }
    }
}
