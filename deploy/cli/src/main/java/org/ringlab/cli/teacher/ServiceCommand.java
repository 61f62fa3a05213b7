package org.ringlab.cli.teacher;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command that asks a running service; its exit status is 1 where the service refuses or isn't there. */
abstract class ServiceCommand implements Callable<Integer> {
    /** The service's addresses for teachers. */
    static final String API = "api/ringlab/teacher/";

    @Mixin
    private Connection connection = new Connection();

    @Option(names = "--json", description = "Print the service's JSON.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public final Integer call() {
        if (spec == null) {
            throw new IllegalStateException("picocli sets it");
        }
        PrintWriter out = spec.commandLine().getOut();
        try {
            run(connection, out, json);
            out.flush();
            return 0;
        } catch (Failure e) {
            out.flush();
            spec.commandLine().getErr().println(e.getMessage());
            spec.commandLine().getErr().flush();
            return 1;
        }
    }

    abstract void run(Connection service, PrintWriter out, boolean asJson);
}
