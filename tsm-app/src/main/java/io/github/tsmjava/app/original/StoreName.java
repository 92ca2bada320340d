package io.github.tsmjava.app.original;

import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.models.network.Shifting;
import java.util.Locale;

/**
 * The names that {@code main.py} gives to what it writes, as in
 * {@code TSM_kinetics_RGB_resnet50_shift8_blockres_avg_segment8_e50}.
 *
 * <p>Source: {@code main.py} of MIT's code.
 */
final class StoreName {

    private StoreName() {
    }

    /**
     * @param pretrain what training began with; {@code imagenet} is not said
     * @param cosine   whether the learning rate falls along half a cosine
     * @param suffix   what the user adds, or null
     */
    static String of(String dataset, NetworkConfig config, int epochs, String pretrain, boolean cosine, boolean dense,
                     String suffix) {
        StringBuilder name = new StringBuilder("TSM_%s_%s_%s".formatted(dataset, modality(config),
                config.backbone().name()));
        Shifting shifting = config.shifting();
        if (shifting.isPresent()) {
            name.append("_shift").append(shifting.shift().div()).append('_')
                    .append(shifting.place().name().toLowerCase(Locale.ROOT));
        }
        name.append(config.temporalPool() ? "_tpool" : "")
                .append("_avg_segment").append(config.segments()).append("_e").append(epochs)
                .append(pretrain.equals("imagenet") ? "" : "_" + pretrain)
                .append(cosine ? "_cos" : "")
                .append(dense ? "_dense" : "")
                .append(config.nonLocality().isPresent() ? "_nl" : "")
                .append(suffix == null ? "" : "_" + suffix);
        return name.toString();
    }

    private static String modality(NetworkConfig config) {
        return switch (config.modality()) {
            case RGB -> "RGB";
            case FLOW -> "Flow";
        };
    }
}
