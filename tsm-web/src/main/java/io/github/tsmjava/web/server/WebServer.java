package io.github.tsmjava.web.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;

/**
 * Serves pages, answers below {@code /api/}, and sockets below {@code /socket/}, and takes what pages send, from those
 * who know the token.
 */
public final class WebServer implements AutoCloseable {

    /** The largest message that a socket takes. */
    public static final int MAX_MESSAGE = 512 << 10;
    private static final int HTTP_PORT = 80;
    private static final int MAX_TEXT = 4 << 10;
    private static final int MAX_CONNECTIONS = 256;
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Duration IDLE_SOCKET = Duration.ofMinutes(2);
    private static final Set<String> ANY = Set.of("0.0.0.0", "::", "[::]");

    private final String host;
    private final Token token;
    private final Server server;
    private final ServerConnector connector;

    /**
     * What is served.
     *
     * @param pages   the files, for all
     * @param answers what stands below {@code /api/}, by what follows
     * @param uploads what takes what is sent below {@code /api/}, by what follows
     * @param sockets what listens below {@code /socket/}: one listener for each connection
     */
    public record Site(Pages pages, Function<String, Optional<Content>> answers, Map<String, Upload> uploads,
                       Map<String, Supplier<Session.Listener>> sockets) {
    }

    /**
     * @param host name or number of the address to listen at
     * @param port 0 for any free one
     * @throws IOException in one line, if that is not possible
     */
    public WebServer(String host, int port, Token token, Site site) throws IOException {
        this.host = host;
        this.token = token;
        QueuedThreadPool threads = new QueuedThreadPool();
        threads.setVirtualThreadsExecutor(VirtualThreads.getDefaultVirtualThreadsExecutor());
        threads.setDaemon(true);
        server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendDateHeader(false);
        connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(host);
        connector.setPort(port);
        connector.setIdleTimeout(IDLE.toMillis());
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(MAX_CONNECTIONS, server));
        open(host, port);
        Uploads uploads = new Uploads(site.uploads());
        Guard guard = new Guard(token, hosts(), uploads::take);
        guard.setHandler(sockets(site, uploads));
        server.setHandler(guard);
        server.setErrorHandler((request, response, callback) -> {
            send(request, response, callback, response.getStatus(), text(HttpStatus.getMessage(response.getStatus())));
            return true;
        });
        try {
            server.start();
        } catch (Exception e) {
            close();
            throw new IOException("the server cannot start: " + e.getMessage(), e);
        }
    }

    /** Before all else, since the port that it gets is part of what may be asked for. */
    private void open(String host, int port) throws IOException {
        try {
            connector.open();
        } catch (IOException | UnresolvedAddressException e) {
            Throwable reason = e.getCause() == null ? e : e.getCause();
            throw new IOException("cannot listen at %s:%d: %s".formatted(host, port,
                    reason instanceof UnresolvedAddressException ? "no such host" : reason.getMessage()), e);
        }
    }

    /** The names under which a browser may ask for this server. */
    private Set<String> hosts() throws IOException {
        Set<String> names = new HashSet<>();
        names.add(name());
        if (ANY.contains(host)) {
            NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses).map(InetAddress::getHostAddress)
                    .filter(address -> !address.contains(":")).forEach(names::add);
        }
        if (isLoopback() || ANY.contains(host)) {
            names.add("localhost");
        }
        Set<String> hosts = new HashSet<>();
        names.forEach(name -> hosts.add(name + ":" + port()));
        // Browsers leave the usual port out.
        if (port() == HTTP_PORT) {
            hosts.addAll(names);
        }
        return hosts;
    }

    /** Whether only programs on this machine reach it. */
    public boolean isLoopback() {
        return new InetSocketAddress(host, 0).getAddress().isLoopbackAddress();
    }

    private Handler sockets(Site site, Uploads uploads) {
        WebSocketUpgradeHandler upgrade = WebSocketUpgradeHandler.from(server, container -> {
            container.setMaxBinaryMessageSize(MAX_MESSAGE);
            container.setMaxFrameSize(MAX_MESSAGE);
            container.setMaxTextMessageSize(MAX_TEXT);
            container.setIdleTimeout(IDLE_SOCKET);
            site.sockets().forEach((name, listener) ->
                    container.addMapping(Guard.SOCKETS + name, (request, response, callback) -> listener.get()));
        });
        upgrade.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                String path = request.getHttpURI().getCanonicalPath();
                if (uploads.take(path)) {
                    uploads.handle(request, response, callback);
                    return true;
                }
                Optional<Content> content = path.startsWith(Guard.API)
                        ? site.answers().apply(path.substring(Guard.API.length())) : site.pages().find(path);
                send(request, response, callback, content.isPresent() ? HttpStatus.OK_200 : HttpStatus.NOT_FOUND_404,
                        content.orElseGet(() -> text("no such page")));
                return true;
            }
        });
        return upgrade;
    }

    static Content text(String line) {
        return new Content("text/plain; charset=utf-8", (line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    static void send(Request request, Response response, Callback callback, int status, Content content) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, content.type());
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, content.bytes().length);
        response.write(true, HttpMethod.HEAD.is(request.getMethod()) ? null : ByteBuffer.wrap(content.bytes()), callback);
    }

    /** The port that it listens at. */
    public int port() {
        return connector.getLocalPort();
    }

    /** Of a page by its path, with the token. */
    public String address(String path) {
        return "http://%s:%d/%s?token=%s".formatted(ANY.contains(host) ? "localhost" : name(), port(), path, token.text());
    }

    /** The host as it stands in addresses. */
    private String name() {
        return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    }

    /** Waits until it is closed. */
    public void join() throws InterruptedException {
        server.join();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the server did not stop: " + e.getMessage(), e);
        }
    }
}
