package org.ringlab.service;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import java.net.URI;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.ringlab.service.accounts.InitialAccounts;
import org.ringlab.service.jupyter.FirstVisitor;

/** Says that the service is ready, as the last line of its start, and waits for its end. */
public final class ReadyApplication implements QuarkusApplication {
    private final InitialAccounts accounts;
    private final FirstVisitor visitor;
    private final String host;
    private final int port;

    ReadyApplication(
            InitialAccounts accounts,
            FirstVisitor visitor,
            @ConfigProperty(name = "quarkus.http.host") String host,
            @ConfigProperty(name = "quarkus.http.port") int port) {
        this.accounts = accounts;
        this.visitor = visitor;
        this.host = host;
        this.port = port;
    }

    @Override
    public int run(String... args) {
        visitor.visit(URI.create("http://127.0.0.1:" + port));
        accounts.howToSignIn().forEach(System.out::println);
        System.out.println("Ringlab is ready: http://" + host + ":" + port + "/");
        System.out.flush();
        Quarkus.waitForExit();
        return 0;
    }
}
