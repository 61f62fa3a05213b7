package org.ringlab.student;

import java.io.IOException;
import org.ringlab.mmu.replay.ReplacementReplay;
import org.ringlab.mmu.replay.TlbReplay;
import org.ringlab.mmu.replay.WalkReplay;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ringlab memory}: address translation by itself, for comparing it with real machines. */
@Command(
        name = "memory",
        mixinStandardHelpOptions = true,
        description = "Page walks, TLB scripts and page replacement, one JSON object a line in and out.",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ringlab memory replay < cases.jsonl        what page walks come to",
            "  ringlab memory tlb < scripts.jsonl         what a processor with a TLB sees",
            "  ringlab memory replace < traces.jsonl      hits, misses and victims of a replacement policy"
        })
public final class MemoryCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: replay, tlb or replace");
    }

    @Command(
            name = "replay",
            mixinStandardHelpOptions = true,
            description = {
                "Reads cases {\"id\", \"mode\", \"cr0\", \"cr3\", \"cr4\", \"efer\", \"mem\", \"access\"} from standard input and prints",
                "{\"id\", \"out\"} a case; with \"kind\": \"ept\" or \"npt\" and \"root\" the walk is nested."
            },
            footerHeading = "%nExamples:%n",
            footer = "  ringlab memory replay < cases.jsonl")
    int replay() throws IOException {
        return JsonLines.answer(spec, WalkReplay::answer);
    }

    @Command(
            name = "tlb",
            mixinStandardHelpOptions = true,
            description = {
                "Reads scripts {\"id\", \"mode\", \"cr0\", \"cr3\", \"cr4\", \"efer\", \"mem\", \"ops\"} from standard input and prints",
                "{\"id\", \"ops\"}: what each read, write and fetch saw; \"each\" has the outcome of every operation."
            },
            footerHeading = "%nExamples:%n",
            footer = "  ringlab memory tlb < scripts.jsonl")
    int tlb() throws IOException {
        return JsonLines.answer(spec, TlbReplay::answer);
    }

    @Command(
            name = "replace",
            mixinStandardHelpOptions = true,
            description = {
                "Reads runs {\"id\", \"trace\": [page…], \"frames\", \"policy\"} from standard input and prints",
                "{\"id\", \"hits\", \"misses\", \"victims\"}: a victim or null for each miss."
            },
            footerHeading = "%nExamples:%n",
            footer = "  ringlab memory replace < runs.jsonl")
    int replace() throws IOException {
        return JsonLines.answer(spec, ReplacementReplay::answer);
    }
}
