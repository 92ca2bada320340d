package io.github.tsmjava.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class BenchTest {

    @Test
    void resultsThatCannotBeWrittenAreNoSuccess() {
        assertEquals(2, help(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        }));
        assertEquals(0, help(OutputStream.nullOutputStream()));
    }

    private static int help(OutputStream out) {
        PrintStream stdout = System.out;
        System.setOut(new PrintStream(out, true));
        try {
            return Bench.run("--help");
        } finally {
            System.setOut(stdout);
        }
    }
}
