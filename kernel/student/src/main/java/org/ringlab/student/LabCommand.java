package org.ringlab.student;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ringlab lab}: small simulated networks. */
@Command(
        name = "lab",
        mixinStandardHelpOptions = true,
        description = "Runs small simulated networks written down in lab files (docs/lab-format.md).",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ringlab lab run forwarding.yaml          what came of its probes, and why",
            "  ringlab lab shell forwarding.yaml gw     type on its hosts",
            "  ringlab lab save forwarding.yaml FILE gw    keep what was typed, for lab shell --state FILE",
            "  ringlab lab prove forwarding.yaml --host gw --reject '-m state --state NEW'",
            "  ringlab lab export forwarding.yaml       a script that builds it on a real Linux",
            "  ringlab lab compare forwarding.yaml gw FILE     a real machine's first difference from gw"
        },
        subcommands = {
            LabRunCommand.class,
            LabShellCommand.class,
            LabSaveCommand.class,
            LabProveCommand.class,
            LabExportCommand.class,
            LabCompareCommand.class
        })
public final class LabCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "Say what to do with a lab: run, shell, save, prove, export or compare");
    }
}
