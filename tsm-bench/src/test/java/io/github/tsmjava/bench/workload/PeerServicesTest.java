package io.github.tsmjava.bench.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The peers are found by the name of a file, which no compiler follows when a class moves. */
class PeerServicesTest {

    private static final Path PEERS = Path.of("src", "peers");

    @Test
    void peersAreListedUnderTheInterface() throws IOException {
        Path services = PEERS.resolve("resources/META-INF/services");
        try (Stream<Path> files = Files.list(services)) {
            assertEquals(List.of(Peer.class.getName()), files.map(file -> file.getFileName().toString()).toList());
        }
        for (String name : Files.readAllLines(services.resolve(Peer.class.getName()))) {
            assertTrue(Files.exists(PEERS.resolve("java").resolve(name.replace('.', '/') + ".java")), name);
        }
    }
}
