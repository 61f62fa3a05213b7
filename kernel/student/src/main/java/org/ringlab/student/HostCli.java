package org.ringlab.student;

import java.io.IOException;
import org.ringlab.host.replay.HostReplay;
import org.ringlab.host.replay.IfcfgReplay;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ringlab host}: simulated virtualisation hosts by themselves, for comparing them with real ones. */
@Command(
        name = "host",
        mixinStandardHelpOptions = true,
        description = "Commands and network files of virtualisation hosts, one JSON object a line in and out.",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ringlab host replay < qemu-img.jsonl       what commands print, session by session",
            "  ringlab host ifcfg < ifcfg.jsonl           what the network scripts make of ifcfg files"
        })
public final class HostCli implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: replay or ifcfg");
    }

    @Command(
            name = "replay",
            mixinStandardHelpOptions = true,
            description = {
                "Reads rows {\"id\", \"session\", \"cmd\", …} from standard input and prints {\"id\", \"stdout\", \"stderr\", \"rc\"}",
                "a row; a session is a fresh host, on which its rows follow each other. With \"images\" qemu-img is",
                "asked, with \"cpu\" kernel modules, else the bridge tools."
            },
            footerHeading = "%nExamples:%n",
            footer = "  ringlab host replay < kmod.jsonl")
    int replay() throws IOException {
        HostReplay replay = new HostReplay();
        return JsonLines.answer(spec, replay::answer);
    }

    @Command(
            name = "ifcfg",
            mixinStandardHelpOptions = true,
            description = {
                "Reads rows {\"id\", \"title\", \"files\": {\"ifcfg-NAME\": text}, \"steps\": [{\"cmd\"}]} from standard input and",
                "prints {\"id\", \"result\", \"works\", \"steps\"} a row; without steps the network is restarted once."
            },
            footerHeading = "%nExamples:%n",
            footer = "  ringlab host ifcfg < ifcfg.jsonl")
    int ifcfg() throws IOException {
        return JsonLines.answer(spec, IfcfgReplay::answer);
    }
}
