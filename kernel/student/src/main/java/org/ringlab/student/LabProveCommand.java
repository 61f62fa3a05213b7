package org.ringlab.student;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.ringlab.display.Language;
import org.ringlab.display.ProofView;
import org.ringlab.host.Lab;
import org.ringlab.host.LabSpec;
import org.ringlab.netfilter.iptables.IptablesRestore;
import org.ringlab.netfilter.iptables.IptablesResult;
import org.ringlab.netfilter.iptables.Profile;
import org.ringlab.netfilter.rules.Hook;
import org.ringlab.netfilter.rules.RuleSet;
import org.ringlab.proof.Explained;
import org.ringlab.proof.Goal;
import org.ringlab.proof.Groundwork;
import org.ringlab.proof.Prover;
import org.ringlab.proof.meaning.View;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ringlab lab prove}: what rules mean for every packet. */
@Command(
        name = "prove",
        mixinStandardHelpOptions = true,
        description = {
            "Proves what a lab's rules mean for every packet, or shows a packet for which they don't.",
            "Exit status: 0 it holds, 1 it doesn't, 2 wrong use."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ringlab lab prove gw.yaml --host gw --accept '-p tcp --dport 80' --reject '-m state --state NEW'",
            "  ringlab lab prove gw.yaml --from client --to server --accept '-p tcp --dport 80'",
            "  ringlab lab prove mine.yaml --same-as theirs.yaml --host gw    do both mean the same?",
            "  ringlab lab prove mine.save --same-as theirs.save              the same for iptables-save files",
            "",
            "Goals are read in the order they are given: the first that a packet fits counts."
        })
final class LabProveCommand implements Callable<Integer> {
    private static final Map<String, Goal.Kind> KINDS =
            Map.of("--accept", Goal.Kind.ACCEPT, "--reject", Goal.Kind.REJECT, "--any", Goal.Kind.ANY);

    @Parameters(
            index = "0",
            paramLabel = "FILE",
            description = "A lab file, or a file of iptables-save (.save, .rules).")
    private Path file = Path.of("");

    @Option(names = "--same-as", paramLabel = "FILE", description = "Another one: do both mean the same?")
    private Optional<Path> reference = Optional.empty();

    @Option(names = "--host", paramLabel = "HOST", description = "Whose rules.")
    private String host = "";

    @Option(
            names = "--chain",
            paramLabel = "CHAIN",
            description = "INPUT, FORWARD (unless given) or OUTPUT; saved files: all three.")
    private Optional<Hook> chain = Optional.empty();

    @Option(names = "--from", paramLabel = "HOST", description = "Packets that this host sends, over the whole way.")
    private String from = "";

    @Option(names = "--to", paramLabel = "HOST", description = "Where they are wanted; else any other host.")
    private String to = "";

    @Option(names = "--answered", description = "With --from: an answer has to come back, too.")
    private boolean answered;

    @Option(names = "--repair", description = "Look for the smallest change that would mend it.")
    private boolean repair;

    @Option(names = "--lang", paramLabel = "zh|en", description = "Language of the answer (default: en).")
    private String language = "en";

    @Option(names = "--accept", paramLabel = "MATCHES", description = "A goal: these packets are let through.")
    private List<String> accepted = List.of();

    @Option(names = "--reject", paramLabel = "MATCHES", description = "A goal: these packets are kept out.")
    private List<String> rejected = List.of();

    @Option(names = "--any", paramLabel = "MATCHES", description = "A goal: of these packets it doesn't matter.")
    private List<String> indifferent = List.of();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        boolean saved = !file.toString().matches(".*\\.(yaml|yml|json)");
        if (reference.isEmpty() && accepted.isEmpty() && rejected.isEmpty()) {
            throw wrong("Say what to prove: --accept, --reject or --same-as");
        }
        return saved ? provePaper() : proveLab();
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private int provePaper() throws IOException {
        if (reference.isEmpty()) {
            throw wrong("A saved file is compared with another one: --same-as FILE");
        }
        RuleSet mine = saved(file);
        RuleSet other = saved(reference.get());
        boolean all = true;
        for (Hook hook : chain.map(List::of).orElse(List.of(Hook.INPUT, Hook.FORWARD, Hook.OUTPUT))) {
            View view = new View.AtChain("", hook);
            Explained explained =
                    new Explained(Prover.same(mine, other, hook), view, Optional.empty(), false, List.of());
            spec.commandLine().getOut().println(hook + ":");
            all &= print(explained);
        }
        return all ? 0 : 1;
    }

    private RuleSet saved(Path path) throws IOException {
        if (!Files.isReadable(path)) {
            throw wrong(path + ": can't be read (is the path right?)");
        }
        RuleSet rules = new RuleSet();
        IptablesResult result = IptablesRestore.run(rules, List.of(), Files.readString(path), Profile.RECORDED);
        if (result.status() != 0) {
            throw wrong(path + ": " + result.stderr().strip());
        }
        return rules;
    }

    private int proveLab() {
        LabSpec lab = lab(file);
        View view = view(lab);
        Explained explained;
        if (reference.isPresent()) {
            LabSpec other = lab(reference.get());
            explained = Explained.same(() -> Lab.boot(lab), Lab.boot(other), view, repair, Groundwork.NONE);
        } else {
            explained = Explained.goals(() -> Lab.boot(lab), view, goals(view), repair, Groundwork.NONE);
        }
        return print(explained) ? 0 : 1;
    }

    private View view(LabSpec lab) {
        List<String> hosts = Lab.boot(lab).hostNames();
        for (String name : List.of(host, from, to)) {
            if (!name.isEmpty() && !hosts.contains(name)) {
                throw wrong("No host `" + name + "` in this lab; its hosts: " + String.join(", ", hosts));
            }
        }
        if (from.isEmpty() == host.isEmpty()) {
            throw wrong("Say where to look: --host HOST for its rules, or --from HOST for a whole way");
        }
        return from.isEmpty() ? new View.AtChain(host, chain.orElse(Hook.FORWARD)) : new View.Path(from, to, answered);
    }

    private List<Goal> goals(View view) {
        Hook hook = view instanceof View.AtChain at ? at.hook() : Hook.OUTPUT;
        List<Goal> goals = new ArrayList<>();
        List<String> words = spec.commandLine().getParseResult().originalArgs();
        for (int i = 0; i < words.size(); i++) {
            // Their order counts, over all three options.
            String[] option = words.get(i).split("=", 2);
            Goal.Kind kind = KINDS.get(option[0]);
            if (kind != null) {
                String text = option.length > 1 ? option[1] : words.get(++i);
                Goal.Parsed parsed = Goal.parse(kind, text, hook);
                goals.add(parsed.goal().orElseThrow(() -> wrong(text + ": " + parsed.error())));
            }
        }
        return goals;
    }

    private LabSpec lab(Path path) {
        LabFiles read = new LabFiles();
        read.read(path);
        if (read.labs().size() != 1) {
            throw wrong(read.errors().isEmpty() ? path + ": one lab is needed" : String.join("\n", read.errors()));
        }
        return read.labs().getFirst();
    }

    private boolean print(Explained explained) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(ProofView.text(explained, Language.of(language)));
        if (repair && explained.repair().isEmpty() && !explained.proof().holds()) {
            out.println("No change of one or two rules was found that mends it.");
        }
        out.flush();
        return explained.proof().holds();
    }
}
