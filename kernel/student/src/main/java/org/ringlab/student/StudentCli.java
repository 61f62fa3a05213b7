package org.ringlab.student;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ringlab} as a student has it: without anything of the staff's. */
@Command(
        name = "ringlab",
        mixinStandardHelpOptions = true,
        description = "Labs about packet forwarding, memory and virtualisation, on your own machine.",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nFirst steps:%n",
        footer = {
            "  ringlab lab run CASE.yaml        one lab, on the command line",
            "  ringlab lab shell CASE.yaml      type on its hosts yourself",
            "  ringlab kernel install           notebooks in a Jupyter of your own",
            "  ringlab COMMAND --help           what a command does, with examples"
        })
public final class StudentCli {
    private StudentCli() {}

    /** Runs a command and exits with its status. */
    public static void main(String[] args) {
        CommandLine cli = new CommandLine(new StudentCli());
        commands().forEach(cli::addSubcommand);
        System.exit(cli.execute(args));
    }

    /** The student's subcommands: an explicit list, also part of the command line with everything. */
    public static List<Object> commands() {
        return List.of(
                new LabCommand(),
                new KernelCommand(),
                new IptablesCommand(),
                new MemoryCommand(),
                new CpuCommand(),
                new HostCli());
    }
}
