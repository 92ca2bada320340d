package io.github.tsmjava.bench.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.tsmjava.bench.workload.Workload;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    private final Comparison comparison = Comparison.of(Workload.TSM_RESNET50.name(), 2, "other 1.0",
            new Protocol.Pair(new Spread(100, 110, 120), new Spread(210, 220, 230), new Spread(0.4, 0.51, 0.6)), 2048);

    @Test
    void ratioIsOursOverPeer() {
        assertEquals(0.5, comparison.ratio());
    }

    @Test
    void jsonHasTheNamesPeopleRelyOn() {
        JsonObject json = JsonParser.parseString(Json.line(comparison)).getAsJsonObject();
        assertTrue(json.keySet().containsAll(Set.of("model", "threads", "ours_ms", "peer", "peer_ms", "ratio",
                "ours_q1_ms", "peer_q3_ms", "ratio_q1", "ours_garbage_bytes")), json.toString());
        assertEquals("tsm-resnet50", json.get("model").getAsString());
        assertEquals(comparison, Json.read(json.toString(), Comparison.class));
    }
}
