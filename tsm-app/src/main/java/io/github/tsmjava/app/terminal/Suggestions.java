package io.github.tsmjava.app.terminal;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.UnmatchedArgumentException;

/** What a mistyped option or command may have meant. Picocli's own finds nothing where the first letters are wrong. */
public final class Suggestions {

    public static final int MOST = 3;
    /** One wrong letter in so many is taken for a slip. */
    private static final int LETTERS_PER_SLIP = 4;

    private Suggestions() {
    }

    /** Names of the command that are a few letters away from the argument, the nearest first. */
    public static List<String> of(UnmatchedArgumentException e) {
        String typed = e.getUnmatched().getFirst().replaceFirst("=.*", "");
        CommandSpec spec = e.getCommandLine().getCommandSpec();
        Collection<String> names = typed.startsWith("-") ? spec.optionsMap().keySet() : spec.subcommands().keySet();
        return near(typed, names.stream().filter(name -> name.length() > 2));
    }

    /** Those of some names that are a few letters away from what was typed, the nearest first. */
    public static List<String> near(String typed, Stream<String> names) {
        return names.filter(name -> distance(typed, name) <= 1 + typed.length() / LETTERS_PER_SLIP)
                .sorted(Comparator.<String>comparingInt(name -> distance(typed, name)).thenComparing(name -> name))
                .limit(MOST).toList();
    }

    /** Letters to insert, remove, change or swap with their neighbour to make one word of the other. */
    private static int distance(String a, String b) {
        int[][] steps = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    steps[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                steps[i][j] = Math.min(steps[i - 1][j - 1] + change, 1 + Math.min(steps[i - 1][j], steps[i][j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    steps[i][j] = Math.min(steps[i][j], steps[i - 2][j - 2] + 1);
                }
            }
        }
        return steps[a.length()][b.length()];
    }
}
