package org.ringlab.student;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
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
    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(50).build())
                    .build())
            .build();

    private static final TypeReference<Map<String, Object>> ROW = new TypeReference<>() {};

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
        return eachLine(WalkReplay::answer);
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
        return eachLine(TlbReplay::answer);
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
        return eachLine(ReplacementReplay::answer);
    }

    /** Answers every line; one that is no JSON object gets an error of its own and the run goes on. */
    private int eachLine(Function<Map<String, Object>, Map<String, Object>> answer) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        int number = 0;
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                number++;
                if (!line.isBlank()) {
                    out.println(JSON.writeValueAsString(answered(line, number, answer)));
                }
            }
        }
        out.flush();
        return 0;
    }

    private static Map<String, Object> answered(
            String line, int number, Function<Map<String, Object>, Map<String, Object>> answer) {
        try {
            Map<String, Object> row = JSON.readValue(line, ROW);
            if (row != null) {
                return answer.apply(row);
            }
        } catch (JsonProcessingException e) {
            // answered below, as any line that is no object
        }
        Map<String, Object> refused = new LinkedHashMap<>();
        refused.put("id", null);
        refused.put("error", "line " + number + ": not a JSON object");
        return refused;
    }
}
