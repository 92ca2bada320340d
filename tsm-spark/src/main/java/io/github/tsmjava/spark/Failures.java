package io.github.tsmjava.spark;

import io.github.tsmjava.app.Main;

/** What went wrong in Spark, in one line: its own messages hold the stack traces of executors. */
final class Failures {

    private static final int MOST = 500;

    private Failures() {
    }

    /** Whether Spark or the storage threw it, which is no fault of this program. */
    static boolean isOfSpark(Throwable e) {
        return e.getClass().getName().matches("(org\\.apache|scala|py4j)\\..*")
                || e.getCause() != null && isOfSpark(e.getCause());
    }

    /** The innermost reason that says something. */
    static String line(Throwable e) {
        String line = "";
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            String message = cause.getMessage();
            if (message != null && !message.isBlank()) {
                line = Main.line(cause);
            }
        }
        // Behind it come the frames.
        String reason = line.replaceAll("\\s+at [\\w.$/]+\\(.*", "").replaceAll("\\s*Driver stacktrace:.*", "");
        if (reason.isEmpty()) {
            return e.getClass().getSimpleName();
        }
        return reason.length() > MOST ? reason.substring(0, MOST) + "…" : reason;
    }
}
