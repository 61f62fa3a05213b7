package org.ringlab.service;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.ringlab.service.start.ServeOptions;
import org.ringlab.service.start.StartFailure;
import org.ringlab.service.start.Startup;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Starts the service: options, then data folder and database, then the web application. */
@QuarkusMain
public final class Main {
    /** Exit status for a command line that is not understood. */
    private static final int USAGE = 2;

    private Main() {}

    /** Runs the service; ends the process with 0 after a normal stop, and with 1 if it does not start. */
    public static void main(String... args) {
        ServeOptions options = new ServeOptions();
        CommandLine commandLine = new CommandLine(options);
        try {
            commandLine.parseArgs(args);
        } catch (ParameterException e) {
            System.err.println(e.getMessage() + "\nTry --help.");
            System.exit(USAGE);
        }
        if (commandLine.isUsageHelpRequested()) {
            commandLine.usage(System.out);
            return;
        }
        try {
            Startup.prepare(options);
        } catch (StartFailure e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
        Quarkus.run(ReadyApplication.class, Main::exit, args);
    }

    private static void exit(int status, @Nullable Throwable failure) {
        if (failure != null) {
            // Quarkus has logged it with its trace; the operator's line comes last.
            System.err.println("Ringlab did not start: " + rootMessage(failure));
        }
        System.exit(failure == null ? status : 1);
    }

    /** The first cause's message; of a failing connection the one that says to what. */
    private static String rootMessage(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause == null || failure instanceof SQLException
                ? String.valueOf(failure.getMessage())
                : rootMessage(cause);
    }
}
