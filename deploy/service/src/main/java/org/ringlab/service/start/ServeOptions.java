package org.ringlab.service.start;

import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of the service. Everything else is a setting: see docs/operate.md. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = "Runs the Ringlab service until it is told to stop (SIGTERM or Ctrl-C).",
        footer = {
            "",
            "Without RINGLAB_DB_URL, a PostgreSQL server of its own keeps everything in the data folder,",
            "and demonstration accounts are made; their passwords are in demo-accounts.txt there.",
            "It listens on loopback only, unless RINGLAB_HOST says otherwise."
        })
public final class ServeOptions {
    /** TCP port, 0 for any free one. */
    @Option(names = "--port", paramLabel = "PORT", description = "HTTP port (default: ${DEFAULT-VALUE})")
    public int port = 8700;

    /** Where all state is kept. */
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "folder of all data; made if missing (default: ${DEFAULT-VALUE})")
    public Path data = Path.of(".ringlab");

    /** Plays a visit to itself and ends, for the launcher: see docs/operate.md. */
    @Option(names = "--rehearse", hidden = true)
    public boolean rehearse;
}
