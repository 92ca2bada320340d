package io.github.tsmjava.web.learn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Makes one script of JavaScript modules, since a browser loads none from a disk. It knows as much of JavaScript as our
 * modules use: {@code import { a, b } from './name.js';} on lines of their own at the top, and {@code export} in front of
 * functions and constants.
 */
final class Modules {

    private static final Pattern IMPORT = Pattern.compile("(?m)^import \\{([^}]*)} from '\\./([a-z-]+\\.js)';\\n");
    private static final Pattern EXPORT = Pattern.compile("(?m)^export ((?:async )?function|const|class) (\\w+)");

    private final UnaryOperator<String> source;
    private final Map<String, String> written = new LinkedHashMap<>();

    /** @param source the text of a module by its file's name */
    private Modules(UnaryOperator<String> source) {
        this.source = source;
    }

    /** The module of that name with all that it needs, as a script. */
    static String bundle(String main, UnaryOperator<String> source) {
        Modules modules = new Modules(source);
        modules.add(main);
        return "'use strict';\n" + String.join("\n", modules.written.values());
    }

    /** Each module becomes a function that is called once, behind those that it needs. */
    private void add(String name) {
        if (written.containsKey(name)) {
            return;
        }
        String text = source.apply(name);
        StringBuilder head = new StringBuilder();
        Matcher imports = IMPORT.matcher(text);
        while (imports.find()) {
            add(imports.group(2));
            head.append("const {").append(imports.group(1)).append("} = ").append(variable(imports.group(2))).append(";\n");
        }
        List<String> exported = new ArrayList<>();
        Matcher exports = EXPORT.matcher(text);
        while (exports.find()) {
            exported.add(exports.group(2));
        }
        String body = EXPORT.matcher(IMPORT.matcher(text).replaceAll("")).replaceAll("$1 $2");
        if (Pattern.compile("(?m)^(import|export)\\b").matcher(body).find()) {
            throw new IllegalStateException(name + ": an import or export that cannot be bundled");
        }
        written.put(name, "const %s = (() => {%n%s%s%nreturn {%s};%n})();".formatted(variable(name), head, body,
                exported.stream().collect(Collectors.joining(", "))));
    }

    private static String variable(String name) {
        return "module_" + name.replace(".js", "").replace('-', '_');
    }
}
