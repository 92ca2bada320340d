package io.github.tsmjava.web.server;

import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;

/**
 * Lets through what the page itself asks for. A browser sends anybody's requests to this machine, so it is checked for
 * which host a request was meant (against names that were made to point here), from which page it comes, and, for all but
 * the files of the page, whether it knows the token.
 */
final class Guard extends Handler.Wrapper {

    static final String API = "/api/";
    static final String SOCKETS = "/socket/";
    private static final String TOKEN = "token";

    private final Token token;
    private final Set<String> hosts;
    private final Set<String> origins;
    private final Predicate<String> uploads;
    private final String policy;

    /**
     * @param hosts   names and ports under which the server may be asked
     * @param uploads whether something may be sent to a path
     */
    Guard(Token token, Set<String> hosts, Predicate<String> uploads) {
        this.token = token;
        this.hosts = hosts;
        this.uploads = uploads;
        origins = hosts.stream().map(host -> "http://" + host).collect(Collectors.toSet());
        // Not all browsers take 'self' to mean WebSockets as well.
        String sockets = hosts.stream().sorted().map(host -> "ws://" + host).collect(Collectors.joining(" "));
        policy = "default-src 'self'; connect-src 'self' " + sockets + "; img-src 'self' data:; media-src 'self' blob:; "
                + "object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        response.getHeaders()
                .put("Content-Security-Policy", policy)
                .put("X-Content-Type-Options", "nosniff")
                .put("X-Frame-Options", "DENY")
                .put("Referrer-Policy", "no-referrer")
                .put("Permissions-Policy", "camera=(self), microphone=(), geolocation=()")
                .put("Cross-Origin-Opener-Policy", "same-origin")
                .put("Cross-Origin-Resource-Policy", "same-origin")
                .put(HttpHeader.CACHE_CONTROL, "no-store");
        String refusal = refusal(request);
        if (refusal != null) {
            WebServer.send(request, response, callback, HttpStatus.FORBIDDEN_403, WebServer.text(refusal));
            return true;
        }
        if (!isPossible(request)) {
            WebServer.send(request, response, callback, HttpStatus.METHOD_NOT_ALLOWED_405, WebServer.text(
                    uploads.test(request.getHttpURI().getCanonicalPath()) ? "expected POST" : "expected GET"));
            return true;
        }
        return super.handle(request, response, callback);
    }

    private boolean isPossible(Request request) {
        String method = request.getMethod();
        return uploads.test(request.getHttpURI().getCanonicalPath())
                ? HttpMethod.POST.is(method) : HttpMethod.GET.is(method) || HttpMethod.HEAD.is(method);
    }

    /** Why a request is refused, or null. */
    private String refusal(Request request) {
        String host = request.getHeaders().get(HttpHeader.HOST);
        if (host == null || !hosts.contains(host)) {
            return "asked for another host";
        }
        String path = request.getHttpURI().getCanonicalPath();
        boolean socket = path.startsWith(SOCKETS);
        String origin = request.getHeaders().get(HttpHeader.ORIGIN);
        // Browsers always say it of sockets and of what is sent.
        boolean sends = uploads.test(path) && HttpMethod.POST.is(request.getMethod());
        if (origin == null ? socket || sends : !origins.contains(origin)) {
            return "asked from another page";
        }
        if ((socket || path.startsWith(API)) && !token.matches(parameter(request))) {
            return "wrong token";
        }
        return null;
    }

    private static String parameter(Request request) {
        Fields.Field field = Request.extractQueryParameters(request).get(TOKEN);
        return field == null ? null : field.getValue();
    }
}
