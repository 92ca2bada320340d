package io.github.tsmjava.app;

import io.github.tsmjava.train.recipes.Recipe;
import io.github.tsmjava.train.recipes.Recipes;
import io.github.tsmjava.train.recipes.Training;
import io.github.tsmjava.video.Views;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tsm zoo}: published networks, how they were made and how good they are. */
@Command(name = "zoo", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Lists the published networks, or describes one.")
final class ZooCommand implements Callable<Integer> {

    @Parameters(arity = "0..1", paramLabel = "NAME",
            description = "A recipe to describe, or a part of names and data sets to list (default: list all).")
    private String name;

    @Option(names = "--check", paramLabel = "FILE",
            description = "Check a downloaded file against the SHA-256 prefix that its published name carries.")
    private Path file;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        List<Recipe> recipes = name == null ? Recipes.all() : Recipes.find(name).map(List::of)
                .orElseGet(() -> Recipes.matching(name));
        if (recipes.isEmpty()) {
            throw new UsageException("no recipe is called like '%s'; ./tsm zoo lists them".formatted(name));
        }
        if (file != null) {
            check(recipes);
        } else if (recipes.size() == 1) {
            describe(recipes.getFirst());
        } else {
            list(recipes);
        }
        return 0;
    }

    /** The recipe by name, or why there is none. */
    static Recipe recipe(String name) {
        return Recipes.find(name).orElseThrow(() -> {
            List<Recipe> similar = Recipes.matching(name);
            String hint = similar.isEmpty() ? "./tsm zoo lists them"
                    : "there is " + similar.stream().limit(3).map(Recipe::name).collect(Collectors.joining(", "));
            return new UsageException("no recipe is called '%s'; %s".formatted(name, hint));
        });
    }

    private void check(List<Recipe> recipes) throws Exception {
        if (name == null) {
            throw new UsageException("--check: expected the name of a recipe in front of it");
        }
        if (recipes.size() > 1) {
            throw new UsageException("--check: expected one recipe, '%s' fits %d".formatted(name, recipes.size()));
        }
        Recipe recipe = recipes.getFirst();
        if (!recipe.verify(file)) {
            throw new UsageException("--check: the published name of %s carries no SHA-256".formatted(recipe.name()));
        }
        out().printf("%s: SHA-256 begins with %s, as published%n", file, recipe.hashPrefix().orElseThrow());
    }

    private void list(List<Recipe> recipes) {
        for (Recipe recipe : recipes) {
            String accuracy = recipe.results().stream().map(result -> percent(result.top1()))
                    .collect(Collectors.joining(" / "));
            out().printf("%-13s %-19s %s%n", recipe.dataset(), accuracy, recipe.name());
        }
    }

    private void describe(Recipe recipe) {
        line("name", recipe.name());
        line("data set", "%s, %d classes".formatted(recipe.dataset(), recipe.classes()));
        line("network", network(recipe));
        if (recipe.frames() != null) {
            line("frames", recipe.frames());
        }
        for (Recipe.Result result : recipe.results()) {
            line("accuracy", accuracy(result));
        }
        if (recipe.pretraining() != null) {
            line("start from", recipe.pretraining());
        }
        if (recipe.training() != null) {
            describe(recipe.training());
        }
        if (recipe.address() != null) {
            line("address", recipe.address());
        }
        recipe.notes().forEach(note -> line("note", note));
    }

    private static String network(Recipe recipe) {
        String backbone = recipe.backbone() + (recipe.width() == null ? "" : " of width " + number(recipe.width()));
        String text = "%s, %s, %d segments".formatted(backbone, recipe.modality().name().toLowerCase(Locale.ROOT),
                recipe.segments());
        if (recipe.trainSegments() != null) {
            text += " (%d in training)".formatted(recipe.trainSegments());
        }
        text += recipe.shift() ? recipe.online() ? ", shift from the past" : ", shift" : ", no shift";
        text += recipe.shiftDiv() == null ? "" : " of 1/" + recipe.shiftDiv() + " of the channels";
        return recipe.nonLocal() == null ? text : text + ", non-local " + words(recipe.nonLocal());
    }

    private void describe(Training training) {
        line("schedule", "%d epochs, learning rate %s, %s, batch %d".formatted(training.epochs(),
                number(training.learningRate()), decay(training), training.batch()));
        line("regularised", "weight decay %s, dropout %s, gradients up to %s%s".formatted(number(training.weightDecay()),
                number(training.dropout()), number(training.maxGradientNorm()),
                training.freezeBatchNorm() ? ", batch norm frozen but for the first" : ""));
        line("clips", "%s; %s".formatted(words(training.sampling()),
                training.augmentations().stream().map(ZooCommand::words).collect(Collectors.joining(", "))));
    }

    private static String decay(Training training) {
        String text = training.cosine() ? "half a cosine" : "a tenth after "
                + training.steps().stream().map(String::valueOf).collect(Collectors.joining(" and "));
        return training.warmUp() == null ? text : "warm-up of %d, %s".formatted(training.warmUp(), text);
    }

    private static String accuracy(Recipe.Result result) {
        String text = percent(result.top1()) + " % top-1";
        if (result.top5() != null) {
            text += ", " + percent(result.top5()) + " % top-5";
        }
        text += ": " + describe(result.views());
        if (result.referenceTop1() != null) {
            text += " (original code: " + percent(result.referenceTop1())
                    + (result.referenceTop5() == null ? "" : ", " + percent(result.referenceTop5())) + ")";
        }
        return text;
    }

    private static String describe(Views views) {
        return "--clips %s --crops %d --size %d%s".formatted(words(views.clips()), views.crops().count(), views.size(),
                views.fullResolution() ? " --full-resolution" : "");
    }

    private static String words(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String percent(double percent) {
        return String.format(Locale.ROOT, "%.2f", percent);
    }

    private static String number(double number) {
        return new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString();
    }

    private void line(String title, String text) {
        out().printf("%-12s %s%n", title, text);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
