package org.ringlab.service;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
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
        Quarkus.run(ReadyApplication.class, (status, failure) -> System.exit(failure == null ? status : 1), args);
    }
}
