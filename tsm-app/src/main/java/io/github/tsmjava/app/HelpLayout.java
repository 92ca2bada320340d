package io.github.tsmjava.app;

import io.github.tsmjava.app.options.AugmentationOptions;
import io.github.tsmjava.app.options.CheckpointOptions;
import io.github.tsmjava.app.options.ComputeOptions;
import io.github.tsmjava.app.options.ModelOptions;
import io.github.tsmjava.app.options.NetworkOptions;
import io.github.tsmjava.app.options.TrainingOptions;
import io.github.tsmjava.app.options.ViewOptions;
import io.github.tsmjava.app.original.TestArguments;
import io.github.tsmjava.app.original.TrainArguments;
import io.github.tsmjava.app.report.EvaluationFiles;
import io.github.tsmjava.app.terminal.Terminal;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** How help looks: a short synopsis, options under the headings of what they are about, examples at the end. */
final class HelpLayout {

    private static final int WIDTH = 100;
    /** Picocli lays out nothing narrower. */
    private static final int NARROWEST = 55;

    private static final Map<Class<?>, String> HEADINGS = Map.of(
            ModelOptions.class, "What the file may not say",
            CheckpointOptions.class, "What the file may not say",
            EvaluationFiles.class, "What is written",
            ViewOptions.class, "Views",
            ComputeOptions.class, "Computing",
            NetworkOptions.class, "The network",
            TrainingOptions.class, "Schedule",
            AugmentationOptions.class, "Augmentation",
            TrainArguments.class, "As in the original code",
            TestArguments.class, "As in the original code");

    private static final Map<String, List<String>> EXAMPLES = Map.ofEntries(
            entry("classify", "./tsm classify testdata/swipe-left.gif",
                    "./tsm classify --weights tsm.pth --labels kinetics400 --top 3 --json videos/"),
            entry("watch", "./tsm watch testdata/swipe-left.gif",
                    "./tsm watch --weights mine/best.safetensors --json clip.mp4"),
            entry("demo", "./tsm demo --open",
                    "./tsm demo --weights mine/best.safetensors --weights tsm_jester.pth --port 8080"),
            entry("explain", "./tsm explain --mode online --channels 12 --fold-div 4",
                    "./tsm explain testdata/swipe-left.gif"),
            entry("learn", "./tsm learn --open", "./tsm learn --export zoom.html --clip zoom-in"),
            entry("logits", "./tsm logits --weights tsm.pth --input clips.npy --output logits.npy",
                    "./tsm logits --online --input frames.npy --output logits.npy"),
            entry("inspect", "./tsm inspect tsm.pth", "./tsm inspect --json"),
            entry("convert", "./tsm convert tsm.pth.tar tsm.safetensors --labels labels.txt",
                    "./tsm convert trained/best.safetensors mm.pth --names mmaction2"),
            entry("export", "./tsm export tsm.pth tsm.onnx", "./tsm export --online gestures.onnx"),
            entry("train", "./tsm train --tune-from gestures --train-list mine.txt --labels labels.txt --out mine",
                    "./tsm train --recipe tsm_r50_1x1x8_50e_jester_rgb --train-list train.txt --out jester"),
            entry("eval", "./tsm eval --weights tsm.pth --list val_videofolder.txt --root frames",
                    "./tsm eval --scores rgb.json --scores flow.json --factor 1,1.5"),
            entry("zoo", "./tsm zoo --data something-v1 --arch resnet50", "./tsm zoo tsm_r50_1x1x8_50e_jester_rgb"),
            entry("frames", "./tsm prepare frames videos frames --short-side 256"),
            entry("labels", "./tsm prepare labels jester --annotations annotations --root frames --output lists",
                    "./tsm prepare labels folders --root videos --output lists --format videos"),
            entry("streams", "./tsm prepare streams --list clips/list.txt --labels clips/category.txt --output streams"),
            entry("gestures", "./tsm gestures --output hands --only swipe-left,swipe-right --count 16 --validation 8",
                    "./tsm gestures --output gifs --count 10 --format gif"),
            entry("course", "./tsm course", "./tsm course 3 1"));

    private static Map.Entry<String, List<String>> entry(String command, String... examples) {
        return Map.entry(command, List.of(examples));
    }

    private HelpLayout() {
    }

    /** Lays out the help of a command and of all below it. */
    static void apply(CommandLine command) {
        UsageMessageSpec usage = command.getCommandSpec().usageMessage();
        usage.abbreviateSynopsis(true);
        usage.width(Math.clamp(Terminal.columns(WIDTH), NARROWEST, WIDTH));
        List<String> examples = EXAMPLES.getOrDefault(command.getCommandName(), List.of());
        if (!examples.isEmpty()) {
            usage.footerHeading("%nExamples:%n");
            usage.footer(examples.stream().map(example -> "  " + example).toArray(String[]::new));
        }
        command.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, HelpLayout::options);
        command.getSubcommands().values().forEach(HelpLayout::apply);
    }

    private static String options(Help help) {
        Map<OptionSpec, String> headings = new IdentityHashMap<>();
        findHeadings(help.commandSpec(), "", headings);
        Map<String, List<OptionSpec>> groups = new LinkedHashMap<>();
        groups.put("", new ArrayList<>());
        for (OptionSpec option : help.commandSpec().options()) {
            if (!option.hidden()) {
                groups.computeIfAbsent(headings.getOrDefault(option, ""), _ -> new ArrayList<>()).add(option);
            }
        }
        StringBuilder text = new StringBuilder();
        groups.forEach((heading, options) -> {
            Help.Layout layout = help.createDefaultLayout();
            layout.addOptions(options, help.parameterLabelRenderer());
            text.append(heading.isEmpty() ? "" : "%n%s:%n".formatted(heading)).append(layout);
        });
        return text.toString();
    }

    /** Those of a mixin have its heading, or else that of the mixin around it. */
    private static void findHeadings(CommandSpec spec, String around, Map<OptionSpec, String> headings) {
        for (CommandSpec mixin : spec.mixins().values()) {
            String heading = HEADINGS.getOrDefault(mixin.userObject().getClass(), around);
            mixin.options().forEach(option -> headings.put(option, heading));
            findHeadings(mixin, heading, headings);
        }
    }
}
