package io.github.tsmjava.app.zoo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * The proxies that {@code HTTPS_PROXY}, {@code HTTP_PROXY}, {@code ALL_PROXY} and {@code NO_PROXY} name, in capital letters
 * or small ones, as most programs take them. Java itself knows its system properties alone.
 */
final class EnvironmentProxies extends ProxySelector {

    private static final int USUAL_PORT = 8080;

    private final UnaryOperator<String> environment;
    private final ProxySelector others;

    /** @param others asked for addresses that no variable is for */
    EnvironmentProxies(UnaryOperator<String> environment, ProxySelector others) {
        this.environment = environment;
        this.others = others;
    }

    /** Those of this process, unless system properties name a proxy. */
    static ProxySelector orElse(ProxySelector others) {
        boolean named = System.getProperty("https.proxyHost") != null || System.getProperty("http.proxyHost") != null;
        return named ? others : new EnvironmentProxies(System::getenv, others);
    }

    @Override
    public List<Proxy> select(URI address) {
        String host = address.getHost();
        String proxy = variable(address.getScheme() + "_proxy");
        proxy = proxy.isEmpty() ? variable("all_proxy") : proxy;
        if (host == null || proxy.isEmpty() || isDirect(host)) {
            return others.select(address);
        }
        URI named = URI.create(proxy.contains("://") ? proxy : "http://" + proxy);
        if (named.getHost() == null) {
            throw new IllegalArgumentException("expected an address such as http://proxy:8080 in the environment, found " + proxy);
        }
        return List.of(new Proxy(Proxy.Type.HTTP,
                InetSocketAddress.createUnresolved(named.getHost(), named.getPort() < 0 ? USUAL_PORT : named.getPort())));
    }

    private boolean isDirect(String host) {
        return Arrays.stream(variable("no_proxy").split(",")).map(String::strip).filter(rule -> !rule.isEmpty())
                .map(rule -> rule.toLowerCase(Locale.ROOT).replaceFirst("^\\*?\\.", ""))
                .anyMatch(rule -> rule.equals("*") || host.equalsIgnoreCase(rule)
                        || host.toLowerCase(Locale.ROOT).endsWith("." + rule));
    }

    private String variable(String name) {
        String value = environment.apply(name);
        value = value == null || value.isBlank() ? environment.apply(name.toUpperCase(Locale.ROOT)) : value;
        return value == null ? "" : value.strip();
    }

    @Override
    public void connectFailed(URI address, SocketAddress proxy, IOException reason) {
        others.connectFailed(address, proxy, reason);
    }
}
