package org.ringlab.student;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.ringlab.jupyter.install.JupyterFolders;
import org.ringlab.jupyter.install.KernelSpecInstaller;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ringlab kernel}: the notebook kernel in a Jupyter of one's own. */
@Command(
        name = "kernel",
        description = "The Ringlab kernel for a Jupyter of your own.",
        subcommands = KernelCommand.Install.class,
        mixinStandardHelpOptions = true)
public final class KernelCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    /** Nothing to do without a subcommand: says so. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which subcommand? There is: install");
    }

    /** {@code ringlab kernel install}. */
    @Command(
            name = "install",
            description = "Makes the kernel known to Jupyter, as \"Ringlab\" in its list of kernels.",
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "Copies the kernel's jars, so this program may be moved afterwards; run it again after an update.",
                "",
                "  ringlab kernel install                       for you alone",
                "  ringlab kernel install --prefix=/opt/jupyter into one installation of Jupyter"
            })
    static final class Install implements Callable<Integer> {
        @Option(names = "--user", description = "For the present user (the default).")
        private boolean user;

        @Option(names = "--prefix", paramLabel = "FOLDER", description = "Into FOLDER/share/jupyter.")
        private @Nullable Path prefix;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() {
            if (user && prefix != null) {
                throw new ParameterException(spec.commandLine(), "Give --user or --prefix, not both.");
            }
            PrintWriter out = spec.commandLine().getOut();
            try {
                out.println("Installing the kernel; a training run makes it start quickly ...");
                out.flush();
                Path java = Path.of(System.getProperty("java.home"), "bin", "java");
                KernelSpecInstaller.Installed installed = new KernelSpecInstaller(java).install(data());
                out.println("Installed in " + installed.folder()
                        + (installed.cached() ? "" : " (without a start-up cache: that takes a JDK 25 or newer)"));
                out.println("Try it: jupyter lab, then choose the kernel \"Ringlab\".");
                return 0;
            } catch (IOException failed) {
                spec.commandLine().getErr().println("ringlab kernel install: " + failed.getMessage());
                return 1;
            }
        }

        private Path data() {
            Path chosen = prefix;
            return chosen == null
                    ? JupyterFolders.user(
                            System.getenv(), Path.of(System.getProperty("user.home")), System.getProperty("os.name"))
                    : JupyterFolders.under(chosen);
        }
    }
}
