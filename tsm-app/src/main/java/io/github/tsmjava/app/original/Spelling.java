package io.github.tsmjava.app.original;

import java.util.Map;
import java.util.Stack;
import java.util.regex.Pattern;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** The original code's spelling: its programs in place of commands, and underscores, as in {@code --shift_div=8}. */
public final class Spelling implements IParameterPreprocessor {

    private static final Pattern OPTION_NAME = Pattern.compile("^--[a-z][a-z_-]*(?==|$)");

    @Override
    public boolean preprocess(Stack<String> arguments, CommandSpec command, ArgSpec option, Map<String, Object> info) {
        arguments.replaceAll(Spelling::ours);
        if (!arguments.isEmpty()) {
            arguments.push(Programs.command(arguments.pop()));
        }
        return false;
    }

    static String ours(String argument) {
        return OPTION_NAME.matcher(argument).replaceFirst(name -> name.group().replace('_', '-'));
    }
}
