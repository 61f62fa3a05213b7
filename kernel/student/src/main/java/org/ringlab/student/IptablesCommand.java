package org.ringlab.student;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringlab.host.shell.Words;
import org.ringlab.netfilter.iptables.Iptables;
import org.ringlab.netfilter.iptables.IptablesRestore;
import org.ringlab.netfilter.iptables.IptablesResult;
import org.ringlab.netfilter.iptables.IptablesSave;
import org.ringlab.netfilter.iptables.Profile;
import org.ringlab.netfilter.rules.RuleSet;
import org.ringlab.netfilter.rules.TableName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ringlab iptables}: the rule parser by itself, for comparing it with a real one. */
@Command(
        name = "iptables",
        mixinStandardHelpOptions = true,
        description = "Parses and prints iptables rules, without any network.",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ringlab iptables check < rows.jsonl        which rules are right, and how they are saved",
            "  ringlab iptables resave < dump.save        what iptables-save prints after a restore"
        })
public final class IptablesCommand implements Runnable {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do with rules: check or resave");
    }

    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description = {
                "Reads rows {\"table\", \"chains\", \"rule\"} from standard input, one JSON object a line, appends each rule",
                "to each chain named, and prints {\"ok\", \"save\"} a row; save is null where the rule is refused."
            },
            footerHeading = "%nExamples:%n",
            footer = "  ringlab iptables check < rows.jsonl")
    int check() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        int status = 0;
        int number = 0;
        try (BufferedReader in = stdin()) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                number++;
                if (line.isBlank()) {
                    continue;
                }
                try {
                    out.println(JSON.writeValueAsString(answer(JSON.readTree(line))));
                } catch (JsonProcessingException e) {
                    spec.commandLine().getErr().println("line " + number + ": not a JSON object");
                    status = 1;
                }
            }
        }
        out.flush();
        spec.commandLine().getErr().flush();
        return status;
    }

    @Command(
            name = "resave",
            mixinStandardHelpOptions = true,
            description = "Restores the iptables-save text on standard input and prints it as iptables-save would.",
            footerHeading = "%nExamples:%n",
            footer = "  ringlab iptables resave < dump.save")
    int resave() throws IOException {
        String input;
        try (BufferedReader in = stdin()) {
            StringBuilder text = new StringBuilder();
            in.lines().forEach(line -> text.append(line).append('\n'));
            input = text.toString();
        }
        RuleSet rules = new RuleSet();
        IptablesResult restored = IptablesRestore.run(rules, List.of(), input, Profile.RECORDED);
        spec.commandLine().getErr().print(restored.stderr());
        spec.commandLine().getErr().flush();
        if (restored.status() != 0) {
            return restored.status();
        }
        IptablesResult saved = IptablesSave.run(rules, List.of(), Profile.RECORDED, "");
        spec.commandLine().getOut().print(saved.stdout());
        spec.commandLine().getOut().flush();
        return saved.status();
    }

    private static ObjectNode answer(JsonNode row) {
        String table = row.path("table").asText("filter");
        Optional<List<String>> words = Words.split(row.path("rule").asText());
        Optional<String> saved = Optional.empty();
        boolean ok = words.isPresent() && row.path("chains").size() > 0;
        for (JsonNode chain : row.path("chains")) {
            Optional<String> one = words.flatMap(w -> tried(table, chain.asText(), w));
            ok &= one.isPresent();
            saved = saved.or(() -> one);
        }
        ObjectNode answer = JSON.createObjectNode();
        answer.put("ok", ok);
        answer.put("save", ok ? saved.orElse(null) : null);
        return answer;
    }

    /** The rule as saved after it was appended to a chain of fresh tables; empty where it was refused. */
    private static Optional<String> tried(String table, String chain, List<String> rule) {
        RuleSet rules = new RuleSet();
        List<String> words = new ArrayList<>(List.of("-t", table, "-A", chain));
        words.addAll(rule);
        if (new Iptables(rules, Profile.RECORDED).run(words).status() != 0) {
            return Optional.empty();
        }
        return TableName.parse(table)
                .flatMap(rules::table)
                .flatMap(t -> t.chain(chain))
                .flatMap(c -> c.rules().stream().findFirst())
                .map(Object::toString);
    }

    private static BufferedReader stdin() {
        return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    }
}
