package io.github.tsmjava.bench.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ProtocolTest {

    private static Protocol protocol(String... arguments) {
        return CommandLine.populateCommand(new Protocol(), arguments);
    }

    private static Contender sleeping(int milliseconds) {
        return () -> {
            long end = System.nanoTime() + milliseconds * 1_000_000L;
            while (System.nanoTime() < end) {
                LockSupport.parkNanos(end - System.nanoTime());
            }
            return new float[0];
        };
    }

    @Test
    void ratioTellsWhoIsFaster() {
        Protocol.Pair pair = protocol("--warmup", "0", "--rounds", "3", "--seconds", "0.02")
                .time(sleeping(2), sleeping(8));
        assertTrue(pair.ours().median() >= 2 && pair.peer().median() >= 8, pair.toString());
        assertTrue(pair.ratio().median() < 1, pair.toString());
    }

    @Test
    void argumentsGiveTheSameProtocol() {
        Protocol protocol = protocol("--warmup", "1.5", "--rounds", "7", "--seconds", "0.25");
        String[] arguments = protocol.arguments().toArray(String[]::new);
        assertEquals(protocol.arguments("a"), protocol(arguments).arguments("a"));
        assertEquals("0.25", arguments[arguments.length - 1]);
    }

    @Test
    void senselessOptionsAreRefused() {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, protocol("--rounds", "0")::check);
        assertTrue(e.getMessage().contains("--rounds 0"), e.getMessage());
    }
}
