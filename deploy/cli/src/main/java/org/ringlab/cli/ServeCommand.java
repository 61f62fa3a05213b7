package org.ringlab.cli;

import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code ringlab serve}, described: the launcher starts the service in a JVM of its own, so that the command line needn't
 * hold it. What stands here is for {@code --help} and for completion.
 */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = {
            "Starts Ringlab's web service with a PostgreSQL of its own, on this machine only.",
            "It stays in the foreground; Ctrl-C stops it and all its kernels. Data is kept across restarts.",
            "",
            "The service's settings are listed in docs/operate.md."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ringlab serve                                  prints the address and how to sign in",
            "  ringlab serve --port 9000 --data ~/ringlab     on another port, with its data elsewhere"
        })
final class ServeCommand implements Runnable {
    @Option(names = "--port", paramLabel = "PORT", description = "HTTP port (default: ${DEFAULT-VALUE}).")
    private int port = 8700;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder of all data; made if missing (default: ${DEFAULT-VALUE}).")
    private Path data = Path.of(".ringlab");

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new picocli.CommandLine.ParameterException(
                spec.commandLine(),
                "The service is started by the launcher: ./ringlab serve, in the project's folder.");
    }
}
