package io.github.tsmjava.app.original;

import java.util.Map;
import java.util.Optional;

/** The programs of the original code and of MMAction2, and what takes their place here. */
public final class Programs {

    /** Those whose command lines run here. */
    private static final Map<String, String> COMMANDS = Map.of("main.py", "train", "test_models.py", "eval",
            "tools/train.py", "train", "tools/test.py", "eval");

    private static final String DEMO = "online_demo/main.py";

    /** Those that only have a counterpart, whatever folder they are in. */
    private static final Map<String, String> COUNTERPARTS = Map.ofEntries(
            Map.entry("gen_label_kinetics.py", "./tsm prepare labels"),
            Map.entry("gen_label_sthv1.py", "./tsm prepare labels"),
            Map.entry("gen_label_sthv2.py", "./tsm prepare labels"),
            Map.entry("build_file_list.py", "./tsm prepare labels"),
            Map.entry("vid2img_kinetics.py", "./tsm prepare frames"),
            Map.entry("vid2img_sthv2.py", "./tsm prepare frames"),
            Map.entry("build_rawframes.py", "./tsm prepare frames"),
            Map.entry("report_accuracy.py", "./tsm eval --scores"),
            Map.entry("eval_metric.py", "./tsm eval --scores"),
            Map.entry("get_flops.py", "./tsm inspect CHECKPOINT"),
            Map.entry("benchmark.py", "./tsm bench"),
            Map.entry("demo.py", "./tsm classify"),
            Map.entry("pytorch2onnx.py", "./tsm export"),
            Map.entry("dist_train.sh", "./tsm tools/train.py"),
            Map.entry("slurm_train.sh", "./tsm tools/train.py"),
            Map.entry("dist_test.sh", "./tsm tools/test.py"),
            Map.entry("slurm_test.sh", "./tsm tools/test.py"));

    private Programs() {
    }

    /** The command here that takes the program's command line, or the argument itself. */
    static String command(String argument) {
        return COMMANDS.getOrDefault(argument, argument);
    }

    /** One line that names the counterpart of a program whose command line does not run here. */
    public static Optional<String> counterpart(String argument) {
        String name = argument.substring(argument.lastIndexOf('/') + 1);
        String here = argument.endsWith(DEMO) ? "./tsm logits --online and ./tsm export --online"
                : COUNTERPARTS.get(name);
        return Optional.ofNullable(here)
                .map(command -> "%s: here %s, see docs/from-the-original.md".formatted(argument, command));
    }
}
