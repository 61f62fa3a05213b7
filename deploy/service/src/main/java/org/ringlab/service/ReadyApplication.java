package org.ringlab.service;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.ringlab.service.accounts.InitialAccounts;
import org.ringlab.service.jupyter.FirstVisitor;
import org.ringlab.service.rehearsal.Rehearsal;

/** Says that the service is ready, as the last line of its start, and waits for its end. */
public final class ReadyApplication implements QuarkusApplication {
    private final InitialAccounts accounts;
    private final FirstVisitor visitor;
    private final Rehearsal rehearsal;
    private final String host;
    private final int port;

    ReadyApplication(
            InitialAccounts accounts,
            FirstVisitor visitor,
            Rehearsal rehearsal,
            @ConfigProperty(name = "quarkus.http.host") String host,
            @ConfigProperty(name = "quarkus.http.port") int port) {
        this.accounts = accounts;
        this.visitor = visitor;
        this.rehearsal = rehearsal;
        this.host = host;
        this.port = port;
    }

    @Override
    public int run(String... args) {
        URI self = URI.create("http://127.0.0.1:" + port + "/");
        if (List.of(args).contains("--rehearse")) {
            return rehearse(self);
        }
        visitor.visit(self);
        accounts.howToSignIn().forEach(System.out::println);
        System.out.println("Ringlab is ready: http://" + host + ":" + port + "/");
        System.out.flush();
        Quarkus.waitForExit();
        return 0;
    }

    private int rehearse(URI self) {
        try {
            Rehearsal.Outcome outcome = rehearsal.play(self);
            System.out.printf("Rehearsed: %d of %d answers were good%n", outcome.good(), outcome.all());
            return 0;
        } catch (IOException e) {
            System.err.println("The rehearsal broke off: " + e);
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }
}
