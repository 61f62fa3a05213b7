package org.ringlab.student;

import java.io.IOException;
import org.ringlab.host.replay.DocumentReplay;
import org.ringlab.host.replay.HostReplay;
import org.ringlab.host.replay.IfcfgReplay;
import org.ringlab.virt.Generation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
            "  ringlab host replay --generation deb12 < transcripts-deb12.jsonl",
            "  ringlab host xml < xml-docs.jsonl          what libvirt makes of documents",
            "  ringlab host ifcfg < ifcfg.jsonl           what the network scripts make of ifcfg files"
        })
public final class HostCli implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: replay, xml or ifcfg");
    }

    @Command(
            name = "replay",
            mixinStandardHelpOptions = true,
            description = {
                "Reads rows {\"id\", \"session\", \"cmd\", …} from standard input and prints {\"id\", \"stdout\", \"stderr\", \"rc\"}",
                "a row; a session is a fresh host, on which its rows follow each other. With \"images\" qemu-img is",
                "asked, with \"cpu\" kernel modules, with guests in \"state\" libvirt, else the bridge tools."
            },
            footerHeading = "%nExamples:%n",
            footer = "  ringlab host replay < kmod.jsonl")
    int replay(
            @Option(
                            names = "--generation",
                            paramLabel = "WHICH",
                            defaultValue = "el7",
                            description = "Which libvirt hosts have: el7 (4.5, the default) or deb12 (9.0).")
                    String generation)
            throws IOException {
        HostReplay replay = new HostReplay(generation(generation));
        return JsonLines.answer(spec, replay::answer);
    }

    @Command(
            name = "xml",
            mixinStandardHelpOptions = true,
            description = {
                "Reads rows {\"id\", \"kind\": \"domain\", \"network\" or \"pool\", \"xml\"} from standard input and prints",
                "{\"id\", \"schema_rc\", \"define_rc\", \"define_text\", \"dumpxml\"} a row: each document on a host of its own."
            },
            footerHeading = "%nExamples:%n",
            footer = "  ringlab host xml < xml-docs.jsonl")
    int xml(
            @Option(
                            names = "--generation",
                            paramLabel = "WHICH",
                            defaultValue = "el7",
                            description = "Which libvirt hosts have: el7 (4.5, the default) or deb12 (9.0).")
                    String generation)
            throws IOException {
        return JsonLines.answer(spec, new DocumentReplay(generation(generation))::answer);
    }

    private Generation generation(String text) {
        return Generation.parse(text)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "unknown generation `" + text + "`; there are el7 and deb12"));
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
