/** The tsm command line. */
module io.github.tsmjava.app {
    requires io.github.tsmjava.train;
    requires io.github.tsmjava.web;
    requires info.picocli;
    requires com.google.gson;
    requires me.tongfei.progressbar;
    requires java.net.http;

    opens io.github.tsmjava.app to info.picocli;
    opens io.github.tsmjava.app.learning to info.picocli;
    opens io.github.tsmjava.app.options to info.picocli;
    opens io.github.tsmjava.app.options.streams to info.picocli;
    opens io.github.tsmjava.app.page to info.picocli;
    opens io.github.tsmjava.app.report to info.picocli;
    opens io.github.tsmjava.app.original to info.picocli;
    opens io.github.tsmjava.app.zoo to info.picocli;
}
