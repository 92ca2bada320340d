package io.github.tsmjava.app.zoo;

import com.google.gson.ExclusionStrategy;
import com.google.gson.FieldAttributes;
import com.google.gson.FieldNamingPolicy;
import com.google.gson.GsonBuilder;
import io.github.tsmjava.app.terminal.Output;
import io.github.tsmjava.app.terminal.UsageException;
import io.github.tsmjava.train.recipes.Recipe;
import io.github.tsmjava.train.recipes.Training;
import io.github.tsmjava.video.Views;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tsm zoo}: published networks, how they were made and how good they are. */
@Command(name = "zoo", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Lists the published networks, or describes one.")
public final class ZooCommand implements Callable<Integer> {

    /** Clips × crops of the published tests. */
    private static final List<String> COLUMNS = List.of("1×1", "2×3", "1×3", "1×10", "10×3", "10×10");

    @Parameters(arity = "0..1", paramLabel = "NAME",
            description = "A recipe to describe, or a part of names and data sets to list (default: list all).")
    private String name;

    @Option(names = "--data", paramLabel = "NAME", description = "Only those of this data set, as in something-v1.")
    private String dataset;

    @Option(names = "--arch", paramLabel = "ARCH", description = "Only those of this backbone, as in resnet50.")
    private String backbone;

    @Option(names = "--json", description = Output.JSON)
    private boolean json;

    @Option(names = "--check", paramLabel = "FILE",
            description = "Check a downloaded file against the SHA-256 prefix that its published name carries.")
    private Path file;

    @Option(names = "--download", paramLabel = "DIR",
            description = "Fetch the network's file into this folder and check it by the SHA-256 prefix in its name, if it "
                    + "carries one. A download that was cut off goes on where it ended; proxies are those of HTTPS_PROXY.")
    private Path folder;

    @Option(names = "--from", paramLabel = "URL", description = "Where the file is, if the published link is dead.")
    private String mirror;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        List<Recipe> recipes = (name == null ? Recipe.all() : Recipe.find(name).map(List::of)
                .orElseGet(() -> Recipe.matching(name))).stream()
                .filter(recipe -> dataset == null || recipe.dataset().equalsIgnoreCase(dataset))
                .filter(recipe -> backbone == null || recipe.backbone().equalsIgnoreCase(backbone)).toList();
        requireKnown("--data", dataset, Recipe::dataset);
        requireKnown("--arch", backbone, Recipe::backbone);
        if (recipes.isEmpty()) {
            throw new UsageException(name == null ? "no recipe of %s has a %s".formatted(dataset, backbone)
                    : "no recipe is called like '%s'; ./tsm zoo lists them".formatted(name));
        }
        if (mirror != null && folder == null) {
            throw new UsageException("--from: expected with --download DIR");
        }
        if (folder != null) {
            out().println(PublishedFile.of(one("--download", recipes), mirror).into(folder));
        } else if (file != null) {
            check(one("--check", recipes));
        } else if (json) {
            out().println(new GsonBuilder().setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
                    .disableHtmlEscaping().addSerializationExclusionStrategy(new NotInTables()).create()
                    .toJson(recipes));
        } else if (recipes.size() == 1) {
            describe(recipes.getFirst());
        } else {
            list(recipes);
        }
        return 0;
    }

    /** The temporal pool, for which the tables have no column: a recipe's name and notes tell of it. */
    private static final class NotInTables implements ExclusionStrategy {

        @Override
        public boolean shouldSkipField(FieldAttributes field) {
            return field.getName().equals("temporalPool");
        }

        @Override
        public boolean shouldSkipClass(Class<?> type) {
            return false;
        }
    }

    private static void requireKnown(String option, String value, Function<Recipe, String> field) {
        List<String> known = Recipe.all().stream().map(field).distinct().sorted().toList();
        if (value != null && known.stream().noneMatch(value::equalsIgnoreCase)) {
            throw new UsageException("%s: expected one of %s, found '%s'".formatted(option, known, value));
        }
    }

    private Recipe one(String option, List<Recipe> recipes) {
        if (name == null) {
            throw new UsageException(option + ": expected the name of a recipe in front of it");
        }
        if (recipes.size() > 1) {
            throw new UsageException("%s: expected one recipe, '%s' fits %d".formatted(option, name, recipes.size()));
        }
        return recipes.getFirst();
    }

    private void check(Recipe recipe) throws IOException {
        if (!recipe.verify(file)) {
            throw new UsageException("--check: the published name of %s carries no SHA-256".formatted(recipe.name()));
        }
        out().printf("%s: SHA-256 begins with %s, as published%n", file, recipe.hashPrefix().orElseThrow());
    }

    /** A column for each way of testing, a heading for each data set. */
    private void list(List<Recipe> recipes) {
        out().println("top-1 accuracy in %, by clips × crops: 1×1 is the efficient setting, 2×3 the accurate one");
        out().println(COLUMNS.stream().map("%5s "::formatted).collect(Collectors.joining()) + " recipe");
        String before = "";
        for (Recipe recipe : recipes) {
            if (!recipe.dataset().equals(before)) {
                out().println(recipe.dataset());
                before = recipe.dataset();
            }
            Map<String, String> accuracies = recipe.results().stream().collect(Collectors.toMap(
                    result -> column(result.views()), result -> percent(result.top1()), (first, _) -> first));
            out().println(COLUMNS.stream().map(column -> "%5s ".formatted(accuracies.getOrDefault(column, "")))
                    .collect(Collectors.joining()) + " " + recipe.name());
        }
    }

    private static String column(Views views) {
        return views.clips().count() + "×" + views.crops().count();
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
        line("regularised",
                "weight decay %s, dropout %s, gradients up to %s%s".formatted(number(training.weightDecay()),
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
