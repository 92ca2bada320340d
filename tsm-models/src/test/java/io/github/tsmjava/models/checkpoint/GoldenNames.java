package io.github.tsmjava.models.checkpoint;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.github.tsmjava.models.Shared;
import io.github.tsmjava.weights.Checkpoint.TensorInfo;
import io.github.tsmjava.weights.Checkpoint.TensorInfo.DType;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** Names and shapes of the networks that the golden files hold. */
final class GoldenNames {

    private GoldenNames() {
    }

    /** The tensors that a golden file lists under {@code state_dict}. */
    static List<TensorInfo> stateDict(String golden) {
        try {
            JsonArray entries = JsonParser.parseString(Files.readString(Shared.path("goldens/" + golden + ".json")))
                    .getAsJsonObject().getAsJsonArray("state_dict");
            List<TensorInfo> tensors = new ArrayList<>();
            for (JsonElement entry : entries) {
                String name = entry.getAsJsonArray().get(0).getAsString();
                List<Integer> shape = entry.getAsJsonArray().get(1).getAsJsonArray().asList().stream()
                        .map(JsonElement::getAsInt).toList();
                tensors.add(new TensorInfo(name, name.endsWith("num_batches_tracked") ? DType.I64 : DType.F32, shape));
            }
            return tensors;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
