package io.github.tsmjava.spark;

import io.github.tsmjava.app.terminal.UsageException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Option;

/** On which cluster a command runs: the one that spark-submit says, one by its address, or none but this process. */
final class Session {

    private static final String MASTER = "spark.master";
    private static final String JARS = "spark.jars";
    private static final String HERE = "local[*]";

    @Option(names = "--master", paramLabel = "URL", description = "The cluster: spark://…, k8s://…, yarn, or local[N] for "
            + "this machine alone with N cores (default: what spark-submit says, else local[*]).")
    private String master;

    @Option(names = "--conf", paramLabel = "K=V", description = "A property of Spark, as spark-submit takes it.")
    private Map<String, String> properties = Map.of();

    /** @throws UsageException in one line, if there is no such cluster */
    SparkSession open() {
        SparkConf conf = new SparkConf();
        properties.forEach(conf::set);
        if (master != null) {
            conf.setMaster(master);
        }
        conf.setIfMissing(MASTER, HERE);
        conf.setIfMissing("spark.app.name", "tsm");
        // Ours says more, and a bar of Spark's would get in its way.
        conf.set("spark.ui.showConsoleProgress", "false");
        // spark-submit says which by itself.
        if (!conf.get(MASTER).startsWith("local")) {
            conf.setIfMissing(JARS, jar().toString());
        }
        try {
            return SparkSession.builder().config(conf).getOrCreate();
        } catch (RuntimeException e) {
            throw new UsageException("--master: no cluster at %s: %s".formatted(conf.get(MASTER), Failures.line(e)));
        } catch (Exception e) {
            // Scala need not declare what it throws.
            throw new UsageException("--master: %s: %s".formatted(conf.get(MASTER), Failures.line(e)));
        }
    }

    /** What executors get. */
    private static Path jar() {
        try {
            return Path.of(Session.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError("it was loaded from there", e);
        }
    }

    /** Tasks that can run at the same time now; executors come and go. */
    static int slots(SparkSession session) {
        SparkContext spark = session.sparkContext();
        int cpus = spark.conf().getInt("spark.task.cpus", 1);
        return Math.max(1, spark.defaultParallelism() / cpus);
    }
}
