package io.github.tsmjava.tensor;

import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * The threads that share the work of one operator. The calling thread is one of them and takes its part.
 *
 * <p>Operators use {@link #current()}: the pool that {@link #call} or {@link #run} bound to this thread, else a default
 * pool of {@code tsm.threads} threads (a system property; all processors if unset). Work is divided by output only, so
 * no result depends on the number of threads. Several threads may use one pool at the same time. Work that
 * begins inside other work runs in line.
 */
public final class WorkerPool implements AutoCloseable {

    private static final ScopedValue<WorkerPool> CURRENT = ScopedValue.newInstance();
    /** How often an idle thread looks for work before it sleeps: some tens of microseconds, about a layer's gap. */
    private static final int SPINS = 2_000;

    private final Crew crew;
    private final int threads;

    /**
     * A pool of its own daemon threads.
     *
     * @param threads how many threads work at once, the caller among them; at least 1
     */
    public WorkerPool(int threads) {
        this(new Crew(requireThreads(threads) - 1), threads);
        crew.start();
    }

    private WorkerPool(Crew crew, int threads) {
        this.crew = crew;
        this.threads = threads;
    }

    /**
     * The same threads, of which a task uses fewer at once: so many programs can share a machine's threads.
     *
     * @param most how many threads work at once, the caller among them; at least 1, as many as there are if more
     */
    public WorkerPool limitedTo(int most) {
        return requireThreads(most) >= threads ? this : new WorkerPool(crew, most);
    }

    /** @throws IllegalArgumentException if the number is not at least 1 */
    public static int requireThreads(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, got " + threads);
        }
        return threads;
    }

    /** The pool bound to this thread, else the default one. */
    public static WorkerPool current() {
        return CURRENT.isBound() ? CURRENT.get() : Default.POOL;
    }

    private static final class Default {
        static final WorkerPool POOL = new WorkerPool(threads());

        private static int threads() {
            int asked = Integer.getInteger("tsm.threads", 0);
            return asked > 0 ? asked : Runtime.getRuntime().availableProcessors();
        }
    }

    /** How many threads work at once, the caller among them. */
    public int threads() {
        return threads;
    }

    /** Runs an action with this pool as the {@linkplain #current() current} one. */
    public void run(Runnable action) {
        ScopedValue.where(CURRENT, this).run(action);
    }

    /** Runs an action with this pool as the {@linkplain #current() current} one and returns its result. */
    public <T> T call(Callable<? extends T> action) throws Exception {
        return ScopedValue.where(CURRENT, this).call(action::call);
    }

    /** {@link #call} of an action without checked exceptions. */
    public <T> T get(Supplier<? extends T> action) {
        return ScopedValue.where(CURRENT, this).call(action::get);
    }

    /**
     * Runs {@code body} for every index from 0 to {@code tasks - 1}, in no particular order, and returns when all are
     * done. An idle thread takes the next index, so tasks need not be of equal size.
     *
     * <p>What a task throws is thrown here, once the running tasks have ended; no further ones are begun.
     */
    public void forEach(int tasks, IntConsumer body) {
        if (tasks <= 1 || threads == 1 || crew.closed || Job.INSIDE.get() != null) {
            for (int task = 0; task < tasks; task++) {
                body.accept(task);
            }
            return;
        }
        Job job = new Job(tasks, threads - 1, body);
        crew.begin(job, Math.min(threads, tasks) - 1);
        job.work();
        crew.jobs.remove(job);
        job.await();
    }

    /** A range of indices. */
    @FunctionalInterface
    public interface RangeConsumer {
        void accept(int from, int to);
    }

    /**
     * Runs {@code body} over {@code [0, size)} in ranges of {@code grain} indices, the last one shorter. The ranges do
     * not depend on the number of threads.
     */
    public void forRanges(int size, int grain, RangeConsumer body) {
        int tasks = Math.ceilDiv(size, grain);
        forEach(tasks, task -> body.accept(task * grain, (int) Math.min(size, (task + 1L) * grain)));
    }

    /** Ends the threads, also of pools that are {@linkplain #limitedTo limited} to some of them. Work already begun is
     * finished by its caller; later work runs in line. */
    @Override
    public void close() {
        crew.close();
    }

    /** The threads beside the callers, and what they work on. */
    private static final class Crew {

        private final Worker[] workers;
        private final ConcurrentLinkedQueue<Job> jobs = new ConcurrentLinkedQueue<>();
        private volatile boolean closed;

        Crew(int size) {
            workers = new Worker[size];
            Arrays.setAll(workers, i -> new Worker(this, i + 1));
        }

        void start() {
            for (Worker worker : workers) {
                worker.start();
            }
        }

        /** @param wanted workers to wake; those that are awake find the job themselves */
        void begin(Job job, int wanted) {
            jobs.add(job);
            for (int i = 0; i < workers.length && wanted > 0; i++) {
                wanted -= workers[i].wake() ? 1 : 0;
            }
        }

        /** A job that one more worker may join, or null. */
        Job open() {
            for (Job job : jobs) {
                if (job.hasRoom()) {
                    return job;
                }
            }
            return null;
        }

        void close() {
            closed = true;
            for (Worker worker : workers) {
                LockSupport.unpark(worker);
            }
        }
    }

    private static final class Worker extends Thread {
        private final Crew crew;
        private final AtomicBoolean asleep = new AtomicBoolean();

        Worker(Crew crew, int number) {
            super("tsm-worker-" + number);
            this.crew = crew;
            setDaemon(true);
        }

        @Override
        public void run() {
            int idle = 0;
            while (!crew.closed) {
                Job job = crew.open();
                if (job != null) {
                    job.join();
                    idle = 0;
                } else if (idle++ < SPINS) {
                    Thread.onSpinWait();
                } else {
                    sleep();
                    idle = 0;
                }
            }
        }

        private void sleep() {
            asleep.set(true);
            // Looked at again after the flag is up: whoever adds a job later sees the flag.
            if (crew.open() == null && !crew.closed) {
                LockSupport.park(this);
            }
            asleep.set(false);
        }

        /** Whether it slept and nobody else has woken it: two jobs that begin together wake two workers. */
        boolean wake() {
            if (asleep.get() && asleep.compareAndSet(true, false)) {
                LockSupport.unpark(this);
                return true;
            }
            return false;
        }
    }

    private static final class Job {
        static final ThreadLocal<Job> INSIDE = new ThreadLocal<>();

        private final int tasks;
        private final IntConsumer body;
        private final AtomicInteger room;
        private final Thread caller = Thread.currentThread();
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger done = new AtomicInteger();
        private volatile Throwable failure;

        /** @param room how many workers may join the caller */
        Job(int tasks, int room, IntConsumer body) {
            this.tasks = tasks;
            this.room = new AtomicInteger(room);
            this.body = body;
        }

        /** Whether there is something left to do, and room for one more. */
        boolean hasRoom() {
            return room.get() > 0 && next.get() < tasks;
        }

        /** Works if there is room. */
        void join() {
            if (room.getAndDecrement() > 0) {
                work();
            }
        }

        /** Takes tasks until none is left. */
        void work() {
            INSIDE.set(this);
            try {
                for (int task = next.getAndIncrement(); task < tasks; task = next.getAndIncrement()) {
                    perform(task);
                    if (done.incrementAndGet() == tasks) {
                        LockSupport.unpark(caller);
                    }
                }
            } finally {
                INSIDE.remove();
            }
        }

        private void perform(int task) {
            if (failure != null) {
                return;
            }
            try {
                body.accept(task);
            } catch (Throwable thrown) {
                failure = thrown;
            }
        }

        void await() {
            for (int spins = 0; done.get() < tasks; spins++) {
                if (spins < SPINS) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.parkNanos(this, 1_000_000);
                }
            }
            switch (failure) {
                case null -> { }
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                case Throwable e -> throw new IllegalStateException(e);
            }
        }
    }
}
