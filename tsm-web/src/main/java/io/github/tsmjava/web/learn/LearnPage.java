package io.github.tsmjava.web.learn;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The page as one file that needs nothing else: style, scripts, data and pictures inside. It takes no clips, since
 * nothing computes behind it.
 */
public final class LearnPage {

    private static final String FOLDER = "/io/github/tsmjava/web/page/";
    private static final String LEARN = "learn/";
    private static final String STYLE = "  <link rel=\"stylesheet\" href=\"/%s\">\n";
    private static final String ICON = "href=\"/icon.svg\"";
    private static final String SCRIPT = "  <script type=\"module\" src=\"/learn/main.js\"></script>\n";
    private static final String OWN = "  <script type=\"module\" src=\"/learn/own.js\"></script>\n";
    private static final String END = "</body>";

    private LearnPage() {
    }

    /** The whole page. */
    public static String of(LearnData data) {
        String page = read(LEARN + "index.html");
        page = replaced(page, STYLE.formatted("style.css"), "  <style>\n" + read("style.css") + "</style>\n");
        page = replaced(page, STYLE.formatted("learn/learn.css"), "  <style>\n" + read("learn/learn.css") + "</style>\n");
        page = replaced(page, ICON, "href=\"data:image/svg+xml;base64,%s\"".formatted(
                Base64.getEncoder().encodeToString(read("icon.svg").getBytes(StandardCharsets.UTF_8))));
        page = replaced(page, SCRIPT, "");
        page = replaced(page, OWN, "");
        return replaced(page, END, """
                <script type="application/json" id="data">%s</script>
                <script>
                %s
                </script>
                </body>""".formatted(data.json(), Modules.bundle("main.js", name -> read(LEARN + name))));
    }

    private static String replaced(String page, String what, String with) {
        if (!page.contains(what)) {
            throw new IllegalStateException("the page does not hold " + what);
        }
        return page.replace(what, with);
    }

    private static String read(String name) {
        try (InputStream in = LearnPage.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
