package org.ringlab.service.accounts;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.ringlab.service.start.Secrets;
import org.ringlab.service.start.StartFailure;

/**
 * The first accounts of an installation. With the embedded database on loopback, and nowhere else, accounts for trying
 * Ringlab: their random passwords are printed once and kept in a file only the operator can read. Elsewhere an
 * administrator, if the operator has set a password for one.
 */
@ApplicationScoped
public class InitialAccounts {
    private static final int PASSWORD_BYTES = 9;

    private final Accounts accounts;
    private final boolean demo;
    private final Optional<String> adminPassword;
    private final Path file;
    private final List<String> howToSignIn = new ArrayList<>();

    InitialAccounts(
            Accounts accounts,
            @ConfigProperty(name = "ringlab.db.embedded", defaultValue = "false") boolean embedded,
            @ConfigProperty(name = "quarkus.http.host") String host,
            @ConfigProperty(name = "ringlab.admin.password") Optional<String> adminPassword,
            @ConfigProperty(name = "ringlab.data") Path data) {
        this.accounts = accounts;
        this.demo = embedded && isLoopback(host);
        this.adminPassword = adminPassword;
        this.file = data.resolve("demo-accounts.txt");
    }

    void start(@Observes StartupEvent event) {
        boolean none = accounts.count() == 0;
        if (!demo) {
            howToSignIn.add(none ? administrator() : "Sign in with an account made by an administrator.");
        } else if (none) {
            howToSignIn.add("Demonstration accounts, made just now (kept in " + file + "):");
            for (Demo account : create()) {
                howToSignIn.add("  %-9s %s".formatted(account.name, account.password));
            }
        } else if (Files.exists(file)) {
            howToSignIn.add("Sign in with an account from " + file + ".");
        } else {
            howToSignIn.add("Sign in with your account.");
        }
    }

    private String administrator() {
        if (adminPassword.isEmpty()) {
            return "There are no accounts yet: set RINGLAB_ADMIN_PASSWORD and start again to make the account admin.";
        }
        accounts.create("admin", adminPassword.get(), Role.ADMIN);
        return "Sign in as admin, with the password from RINGLAB_ADMIN_PASSWORD.";
    }

    private List<Demo> create() {
        List<Demo> demos = List.of(
                new Demo("student", Role.STUDENT),
                new Demo("student2", Role.STUDENT),
                new Demo("teacher", Role.TEACHER),
                new Demo("admin", Role.ADMIN));
        String text = demos.stream()
                .map(demo -> demo.name + " " + demo.password + "\n")
                .collect(Collectors.joining());
        try {
            // The file first: an account whose password nobody knows would be worse than none.
            Secrets.writePrivately(file, text);
        } catch (IOException e) {
            throw new StartFailure("The demonstration accounts can't be written to " + file + ": " + e, e);
        }
        demos.forEach(demo -> accounts.create(demo.name, demo.password, demo.role));
        return demos;
    }

    private record Demo(String name, Role role, String password) {
        Demo(String name, Role role) {
            this(name, role, Secrets.random(PASSWORD_BYTES));
        }
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** Lines that tell the operator how to sign in, for the end of the start-up output. */
    public List<String> howToSignIn() {
        return List.copyOf(howToSignIn);
    }
}
