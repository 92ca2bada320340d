package io.github.tsmjava.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.app.Main;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/** The command in the process of a test, which is its own cluster, and the commands of one machine. */
final class Commands {

    private static final List<String> HERE = List.of("--master", "local[2]", "--conf", "spark.ui.enabled=false",
            "--conf", "spark.driver.host=127.0.0.1", "--conf", "spark.driver.bindAddress=127.0.0.1",
            "--conf", "spark.hadoop.fs.away.impl=" + AwayFileSystem.class.getName());

    private Commands() {
    }

    /** What a command did. */
    record Outcome(int exit, String out, String err) {
    }

    static Outcome run(Object command, Object... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = Main.run(command, out, err, Stream.of(args).map(Object::toString).toArray(String[]::new));
        return new Outcome(exit, out.toString(), err.toString());
    }

    static Outcome spark(Object... args) {
        List<Object> all = new ArrayList<>(HERE);
        all.addAll(List.of(args));
        return run(new SparkCommand(), all.toArray());
    }

    /** A command on this machine alone. */
    static Outcome tsm(String command, List<?> args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = Main.run(out, err, Stream.concat(Stream.of(command), args.stream().map(Object::toString))
                .toArray(String[]::new));
        return new Outcome(exit, out.toString(), err.toString());
    }

    static void refused(String reason, Object... args) {
        Outcome outcome = spark(args);
        assertEquals(2, outcome.exit, outcome::toString);
        assertEquals(1, outcome.err.lines().count(), outcome.err);
        assertTrue(outcome.err.contains(reason), outcome.err);
        assertEquals("", outcome.out);
    }

    /** A session as the command has one. */
    interface Work {
        void in(SparkSession session) throws Exception;
    }

    static void session(Work work) throws Exception {
        try (SparkSession session = SparkSession.builder().master("local[2]").config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1").getOrCreate()) {
            work.in(session);
        }
    }
}
