package io.github.tsmjava.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A standalone cluster of Spark on this machine: a master and workers of one core, each a process, and executors that get our jar
 * as everywhere, by spark-submit.
 */
final class Cluster implements AutoCloseable {

    /** Where the build puts Spark's jars and ours. */
    private static final Path JARS = Path.of(System.getProperty("tsm.spark.jars", "target/lib")).toAbsolutePath();
    private static final String OURS = "tsm-spark.jar";
    private static final Pattern MASTER = Pattern.compile("Starting Spark master at (spark://\\S+)");
    private static final Pattern APPLICATION = Pattern.compile("Connected to Spark cluster with app ID (\\S+)");
    private static final int MOST_SECONDS = 300;

    private final Path folder;
    /** Of all JVMs but the executors. */
    private final List<String> flags;
    private final Path home;
    private final List<Process> processes = new ArrayList<>();
    private final List<Process> workers = new ArrayList<>();
    private final String master;
    private int count;

    /** @param folder for homes, logs and work of all */
    Cluster(Path folder, int workerCount) throws IOException, InterruptedException {
        // They do little, and soon: the better compiler would take time from the executors.
        this(folder, Collections.nCopies(workerCount, List.of()), List.of("-XX:TieredStopAtLevel=1"));
    }

    /**
     * The same for measurements, with a worker for each of these commands, which start it in another way, such as on one core
     * alone.
     *
     * @param starts commands to which the worker's own is added
     */
    Cluster(Path folder, List<List<String>> starts) throws IOException, InterruptedException {
        this(folder, starts, List.of());
    }

    private Cluster(Path folder, List<List<String>> starts, List<String> flags) throws IOException, InterruptedException {
        this.folder = folder;
        this.flags = flags;
        home = folder.resolve("spark-home");
        Files.createDirectories(home.resolve("jars"));
        try (Stream<Path> jars = Files.list(JARS)) {
            for (Path jar : jars.filter(file -> file.toString().endsWith(".jar") && !file.endsWith(OURS)).toList()) {
                Clips.link(home.resolve("jars").resolve(jar.getFileName()), jar);
            }
        }
        Process process = start(List.of(), "master", "256m", "org.apache.spark.deploy.master.Master", "--host", "127.0.0.1",
                "--port", "0", "--webui-port", "0");
        processes.add(process);
        master = await(process, log("master"), MASTER);
        for (int i = 0; i < starts.size(); i++) {
            Process worker = start(starts.get(i), "worker" + i, "256m", "org.apache.spark.deploy.worker.Worker", "--host", "127.0.0.1",
                    "--cores", "1", "--memory", "1g", "--webui-port", "0", "--work-dir",
                    folder.resolve("work" + i).toString(), master);
            processes.add(worker);
            workers.add(worker);
            await(worker, log("worker" + i), Pattern.compile("(Successfully registered with master)"));
        }
    }

    private Path log(String name) {
        return folder.resolve(name + ".log");
    }

    private static String await(Process process, Path log, Pattern pattern) throws IOException, InterruptedException {
        long start = System.nanoTime();
        while (System.nanoTime() - start < TimeUnit.SECONDS.toNanos(MOST_SECONDS) && process.isAlive()) {
            Matcher matcher = pattern.matcher(Files.readString(log));
            if (matcher.find()) {
                return matcher.group(1);
            }
            Thread.sleep(100);
        }
        throw new AssertionError("no " + pattern + " in:\n" + Files.readString(log));
    }

    private Process start(List<String> start, String name, String heap, String main, String... args) throws IOException {
        List<String> command = new ArrayList<>(start);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("@" + Path.of("java.options").toAbsolutePath(),
                "-Dlog4j2.configurationFile=classpath:org/apache/spark/log4j2-defaults.properties",
                "-Xmx" + heap, "-cp", home.resolve("jars") + "/*", main));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log(name).toFile());
        builder.environment().put("SPARK_HOME", home.toString());
        builder.environment().put("SPARK_SCALA_VERSION", "2.13");
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        builder.environment().put("SPARK_LOCAL_DIRS", folder.resolve("local").toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().remove("COLUMNS");
        return builder.start();
    }

    /** Submits our jar with these options. */
    Driver submit(Object... options) throws IOException {
        return submitOn(2, options);
    }

    /** The same on so many cores. */
    Driver submitOn(int cores, Object... options) throws IOException {
        String name = "driver" + count++;
        List<String> args = new ArrayList<>(List.of("--master", master, "--conf", "spark.executor.memory=700m",
                "--conf", "spark.cores.max=" + cores, "--conf", "spark.ui.enabled=false",
                // Tasks wait for all executors: the first one might do everything before the second one is there.
                "--conf", "spark.scheduler.minRegisteredResourcesRatio=1",
                "--conf", "spark.scheduler.maxRegisteredResourcesWaitingTime=60s",
                JARS.resolve(OURS).toString()));
        for (Object option : options) {
            args.add(option.toString());
        }
        Process process = start(List.of(), name, "700m", "org.apache.spark.deploy.SparkSubmit", args.toArray(String[]::new));
        processes.add(process);
        return new Driver(process, log(name));
    }

    /** The executors of a worker that run now. */
    List<ProcessHandle> executors(int worker) {
        return workers.get(worker).children().filter(ProcessHandle::isAlive).toList();
    }

    /** Takes a worker away, and what runs on it. */
    void lose(int worker) {
        List<ProcessHandle> executors = executors(worker);
        workers.get(worker).destroyForcibly();
        executors.forEach(ProcessHandle::destroyForcibly);
    }

    /** What the executors of a command have logged. */
    List<String> executorLogs(Driver driver) throws IOException {
        Matcher application = APPLICATION.matcher(driver.text());
        if (!application.find()) {
            throw new AssertionError("no application: " + driver.text());
        }
        try (Stream<Path> files = Files.walk(folder, 4)) {
            List<String> logs = new ArrayList<>();
            for (Path log : files.filter(file -> file.endsWith("stderr") && file.toString().contains(application.group(1)))
                    .toList()) {
                logs.add(Files.readString(log));
            }
            return logs;
        }
    }

    @Override
    public void close() {
        for (Process process : processes) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** A command that runs on the cluster. */
    record Driver(Process process, Path log) {

        /** Its exit code. */
        int end() throws InterruptedException {
            if (!process.waitFor(2L * MOST_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("no end: " + text());
            }
            return process.exitValue();
        }

        /** What it has said, that of Spark among it. */
        String text() {
            try {
                return Files.readString(log);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        /** Waits until the first chunk is in the table. */
        void awaitScores(Path output) throws IOException, InterruptedException {
            long start = System.nanoTime();
            while (System.nanoTime() - start < TimeUnit.SECONDS.toNanos(MOST_SECONDS)) {
                if (Files.isDirectory(output)) {
                    try (Stream<Path> files = Files.list(output)) {
                        if (files.anyMatch(file -> file.getFileName().toString().startsWith("part-"))) {
                            return;
                        }
                    }
                }
                if (!process.isAlive()) {
                    break;
                }
                Thread.sleep(20);
            }
            throw new AssertionError("no scores: " + text());
        }
    }
}
