package io.github.tsmjava.bench.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TurnsTest {

    /** Each form once a round, and over as many rounds as there are forms each in every place. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5})
    void roundsAreWholeAndBeginWithEachForm(int count) {
        Turns turns = new Turns(Turns.join(IntStream.range(0, count).mapToObj(i -> "form" + i).toList()));
        int[][] places = new int[count][count];
        for (int round = 0; round < count; round++) {
            int[] seen = new int[count];
            for (int place = 0; place < count; place++) {
                int form = turns.next();
                assertEquals(form, Turns.form(round * count + place, count));
                seen[form]++;
                places[form][place]++;
            }
            assertEquals(count, Arrays.stream(seen).filter(times -> times == 1).count());
        }
        for (int[] of : places) {
            assertEquals(count, Arrays.stream(of).filter(times -> times == 1).count());
        }
    }
}
