package io.github.tsmjava.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WorkerPoolTest {

    @Test
    void runsEveryTaskOnce() {
        for (int threads = 1; threads <= 4; threads++) {
            try (WorkerPool pool = new WorkerPool(threads)) {
                assertEquals(threads, pool.threads());
                for (int tasks : new int[] {0, 1, 2, 3, 5, 1000}) {
                    AtomicIntegerArray runs = new AtomicIntegerArray(tasks);
                    pool.forEach(tasks, runs::incrementAndGet);
                    for (int task = 0; task < tasks; task++) {
                        assertEquals(1, runs.get(task), "task " + task + " of " + tasks);
                    }
                }
            }
        }
    }

    @Test
    void theCallerAndTheWorkersWorkAtOnce() {
        try (WorkerPool pool = new WorkerPool(3)) {
            CountDownLatch together = new CountDownLatch(3);
            Set<Thread> seen = ConcurrentHashMap.newKeySet();
            pool.forEach(3, task -> {
                seen.add(Thread.currentThread());
                together.countDown();
                await(together);
            });
            assertEquals(3, seen.size());
            assertTrue(seen.contains(Thread.currentThread()));
        }
    }

    @Test
    void wakesWorkersThatHaveGoneToSleep() throws InterruptedException {
        try (WorkerPool pool = new WorkerPool(2)) {
            for (int round = 0; round < 20; round++) {
                Thread.sleep(5);
                CountDownLatch both = new CountDownLatch(2);
                pool.forEach(2, task -> {
                    both.countDown();
                    await(both);
                });
            }
        }
    }

    @Test
    void rangesCoverEverythingOnce() {
        try (WorkerPool pool = new WorkerPool(2)) {
            for (int size : new int[] {0, 1, 9, 10, 11, 95}) {
                AtomicIntegerArray seen = new AtomicIntegerArray(size);
                pool.forRanges(size, 10, (from, to) -> {
                    for (int i = from; i < to; i++) {
                        seen.incrementAndGet(i);
                    }
                });
                for (int i = 0; i < size; i++) {
                    assertEquals(1, seen.get(i));
                }
            }
        }
    }

    @Test
    void nestedWorkRunsInLine() {
        try (WorkerPool pool = new WorkerPool(3)) {
            AtomicInteger inner = new AtomicInteger();
            pool.forEach(8, outer -> {
                Thread here = Thread.currentThread();
                pool.forEach(8, task -> {
                    assertSame(here, Thread.currentThread());
                    inner.incrementAndGet();
                });
            });
            assertEquals(64, inner.get());
        }
    }

    @Test
    void whatATaskThrowsIsThrownToTheCaller() {
        try (WorkerPool pool = new WorkerPool(3)) {
            AtomicInteger begun = new AtomicInteger();
            IntConsumer failing = task -> {
                begun.incrementAndGet();
                if (task == 3) {
                    throw new IllegalStateException("task three");
                }
                // So that the thread that has task three is heard before the others are done.
                LockSupport.parkNanos(1000);
            };
            var thrown = assertThrows(IllegalStateException.class, () -> pool.forEach(100_000, failing));
            assertEquals("task three", thrown.getMessage());
            assertTrue(begun.get() < 100_000, "all tasks were begun after a failure");
            AtomicInteger later = new AtomicInteger();
            pool.forEach(10, task -> later.incrementAndGet());
            assertEquals(10, later.get());
        }
    }

    @Test
    void severalThreadsShareOnePool() throws InterruptedException {
        try (WorkerPool pool = new WorkerPool(3)) {
            AtomicInteger sum = new AtomicInteger();
            List<Thread> callers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                callers.add(Thread.ofPlatform().start(() -> {
                    for (int round = 0; round < 500; round++) {
                        pool.forEach(7, task -> sum.addAndGet(task));
                    }
                }));
            }
            for (Thread caller : callers) {
                caller.join();
            }
            assertEquals(4 * 500 * 21, sum.get());
        }
    }

    @Test
    void aBoundPoolIsTheCurrentOne() throws Exception {
        WorkerPool standard = WorkerPool.current();
        try (WorkerPool pool = new WorkerPool(2)) {
            assertNotSame(pool, standard);
            assertSame(pool, pool.call(WorkerPool::current));
            pool.run(() -> assertSame(pool, WorkerPool.current()));
            assertSame(standard, WorkerPool.current());
        }
    }

    @Test
    void aClosedPoolStillWorksInLine() {
        WorkerPool pool = new WorkerPool(3);
        pool.close();
        Set<Thread> seen = ConcurrentHashMap.newKeySet();
        pool.forEach(20, task -> seen.add(Thread.currentThread()));
        assertEquals(Set.of(Thread.currentThread()), seen);
    }

    /**
     * However many there are, no more than asked for work at once, and a part of the pool finds threads that are free.
     */
    @Test
    void aLimitedPoolUsesFewerOfTheSameThreads() throws InterruptedException {
        try (WorkerPool whole = new WorkerPool(4)) {
            WorkerPool two = whole.limitedTo(2);
            assertEquals(2, two.threads());
            assertSame(whole, whole.limitedTo(4));
            assertSame(whole, whole.limitedTo(Integer.MAX_VALUE));
            AtomicInteger working = new AtomicInteger();
            AtomicInteger most = new AtomicInteger();
            two.forEach(2000, task -> {
                most.accumulateAndGet(working.incrementAndGet(), Math::max);
                Thread.onSpinWait();
                working.decrementAndGet();
            });
            assertTrue(most.get() <= 2, "at once: " + most);

            // A job that fills its part of the pool leaves the other workers to the next one.
            for (int round = 0; round < 200; round++) {
                CountDownLatch four = new CountDownLatch(4);
                IntConsumer meet = task -> {
                    four.countDown();
                    await(four);
                };
                Thread other = Thread.ofPlatform().start(() -> two.forEach(2, meet));
                two.forEach(2, meet);
                other.join();
                Thread.sleep(round % 3);
            }
            Thread caller = Thread.currentThread();
            whole.limitedTo(1).forEach(50, task -> assertSame(caller, Thread.currentThread()));
        }
    }

    @Test
    void rejectsAPoolWithoutThreads() {
        assertThrows(IllegalArgumentException.class, () -> new WorkerPool(0));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
