package io.github.tsmjava.train.streams;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamListTest {

    @TempDir
    private Path folder;

    private Path write(String streams, String events) throws IOException {
        Files.writeString(folder.resolve(StreamList.EVENTS), events);
        return Files.writeString(folder.resolve("streams.csv"), streams);
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        StreamList written = new StreamList(folder.resolve("streams.csv"), List.of(
                new StreamList.Entry("a", 300, 30, List.of(
                        new StreamEvent(0.25, 1.5, "swipe left"), new StreamEvent(3, 4.125, "wave, \"hello\""))),
                new StreamList.Entry("b c", 50, 12.5, List.of())));
        written.write();
        assertEquals(written, StreamList.read(written.file()));
    }

    @Test
    void eventsAreSortedByTime() throws IOException {
        Path list = write("folder,frames,fps\na,100,10\n", "folder,start,end,class\na,5,6,late\na,1,2,early\n");
        assertEquals(List.of("early", "late"),
                StreamList.read(list).streams().getFirst().events().stream().map(StreamEvent::label).toList());
    }

    @Test
    void framesArePickedAtTheWantedRate() {
        StreamList.Entry stream = new StreamList.Entry("a", 90, 30, List.of());
        assertArrayEquals(IntStream.range(0, 30).map(i -> 3 * i).toArray(), stream.indices(10));
        assertArrayEquals(IntStream.range(0, 90).toArray(), stream.indices(30));
        assertArrayEquals(IntStream.range(0, 90).toArray(), stream.indices(100));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            folder,frames,fps                | folder,start,end,class            | no streams
            folder,frames,fps/a,0,30         | folder,start,end,class            | line 2
            folder,frames,fps/a,10,zero      | folder,start,end,class            | line 2
            folder,frames,fps/a,10,1/a,10,1  | folder,start,end,class            | line 3
            folder,frames/a,10               | folder,start,end,class            | line 2
            folder,frames,fps/a,10,1         | folder,start,end,class/b,1,2,x    | line 2
            folder,frames,fps/a,10,1         | folder,start,end,class/a,2,1,x    | line 2
            folder,frames,fps/a,10,1         | folder,start,end,class/a,9,11,x   | line 2
            folder,frames,fps/a,10,1         | folder,start,end,class/a,-1,2,x   | line 2
            folder,frames,fps/a,10,1         | folder,start,end,class/a,1,2,     | line 2
            """)
    void mistakesAreToldInOneLine(String streams, String events, String expected) throws IOException {
        Path list = write(streams.replace('/', '\n'), events.replace('/', '\n'));
        IOException refused = assertThrows(IOException.class, () -> StreamList.read(list));
        assertTrue(refused.getMessage().contains(expected), refused.getMessage());
        assertTrue(refused.getMessage().contains(".csv"), refused.getMessage());
        assertFalse(refused.getMessage().contains("\n"), refused.getMessage());
    }

    @Test
    void missingTablesAreNamed() throws IOException {
        Path list = Files.writeString(folder.resolve("streams.csv"), "folder,frames,fps\na,10,1\n");
        IOException refused = assertThrows(IOException.class, () -> StreamList.read(list));
        assertEquals(folder.resolve("events.csv") + ": no such file", refused.getMessage());
        Files.write(folder.resolve("events.csv"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 10});
        refused = assertThrows(IOException.class, () -> StreamList.read(list));
        assertTrue(refused.getMessage().startsWith(folder.resolve("events.csv").toString()), refused.getMessage());
    }
}
