package org.ringlab.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.ringlab.checks.CheckReader;
import org.ringlab.common.Diagnostic;
import org.ringlab.cpu.code.Assembler;
import org.ringlab.cpu.code.Assembly;
import org.ringlab.cpu.code.Code;
import org.ringlab.cpu.code.Decoded;
import org.ringlab.cpu.code.Decoder;
import org.ringlab.cpu.code.Disassembler;
import org.ringlab.cpu.code.Encoder;
import org.ringlab.cpu.code.Instruction;
import org.ringlab.cpu.code.Mode;
import org.ringlab.cpu.code.Syntax;
import org.ringlab.host.CommandResult;
import org.ringlab.host.Lab;
import org.ringlab.host.LabSpec;
import org.ringlab.host.capture.CaptureFilter;
import org.ringlab.host.capture.CapturedPacket;
import org.ringlab.host.capture.LabCapture;
import org.ringlab.host.capture.LinkType;
import org.ringlab.host.capture.PacketPrinter;
import org.ringlab.host.capture.Pcap;
import org.ringlab.host.capture.PrintStyle;
import org.ringlab.host.files.FileException;
import org.ringlab.host.files.FileSystem;
import org.ringlab.host.machine.HttpdConfig;
import org.ringlab.host.service.DnsMessage;
import org.ringlab.host.tree.Node;
import org.ringlab.labfile.LabFile;
import org.ringlab.labfile.TextTree;
import org.ringlab.netfilter.ipset.IpSets;
import org.ringlab.netfilter.ipset.Ipset;
import org.ringlab.netfilter.iptables.Iptables;
import org.ringlab.netfilter.iptables.IptablesRestore;
import org.ringlab.netfilter.iptables.IptablesResult;
import org.ringlab.netfilter.iptables.IptablesSave;
import org.ringlab.netfilter.iptables.Profile;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.rules.RuleSet;

/** Every parser, each with what must hold of it beyond coming back. */
final class Targets {
    /** More than any command prints: whoever prints more would print for ever. */
    private static final int MOST_OUTPUT = 8 << 20;

    private static final LabSpec PAIR = LabFile.yaml("""
            name: pair
            segments: [wire]
            hosts:
              box: {interfaces: {eth0: {segment: wire, address: 10.0.0.1/24}}}
              far: {interfaces: {eth0: {segment: wire, address: 10.0.0.2/24}}}
            services:
              - {host: far, kind: http}
              - {host: far, kind: dns, zone: {www.lab: 10.0.0.2}}
              - {host: far, kind: ftp}
            probes: []
            """).orThrow();

    private final List<byte[]> captured;
    private final byte[] capture;

    private Targets() {
        Lab lab = Lab.boot(PAIR);
        lab.run("box", "ping -c 1 10.0.0.2; curl -s 10.0.0.2; dig @10.0.0.2 www.lab; ping -c 1 -s 3000 10.0.0.2");
        Pcap all = LabCapture.all(lab);
        captured = all.packets().stream().map(p -> p.data().toArray()).toList();
        capture = all.toBytes();
    }

    static List<Target> all() {
        Targets t = new Targets();
        return List.of(
                new Target("iptables", 15, t::iptables),
                new Target("iptables-restore", 14, t::restore),
                new Target("ipset", 12, t::ipset),
                new Target("tcpdump filters", 11, t::filter),
                new Target("packets", 12, t::packet),
                new Target("pcap files", 6, t::pcap),
                new Target("dns messages", 6, t::dns),
                new Target("httpd.conf", 4, t::httpd),
                new Target("lab files in YAML", 3, t::yaml),
                new Target("lab files in JSON", 3, t::json),
                new Target("checks", 2, t::checks),
                new Target("assembly", 4, t::assembly),
                new Target("machine code", 2, t::machineCode),
                new Target("completion", 2, t::completion),
                new Target("shell", 1, (s, fed) -> typed(s.text(Good.SHELL, Good.SHELL_WORDS), fed)),
                new Target("ip", 1, (s, fed) -> typed(s.text(Good.IP, Good.IP_WORDS), fed)),
                new Target("net-tools", 1, (s, fed) -> typed(s.text(Good.NET_TOOLS, Good.IP_WORDS), fed)),
                new Target("programs", 1, (s, fed) -> typed(s.text(Good.PROGRAMS, Good.IP_WORDS), fed)));
    }

    private static void holds(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError(what);
        }
    }

    private static String saved(RuleSet rules) {
        return IptablesSave.run(rules, List.of("-c"), Profile.RECORDED, "").stdout();
    }

    private static List<String> words(String line) {
        return List.of(line.replace("\"", "").strip().split(" +"));
    }

    /** A command that fails changes nothing. */
    private void iptables(Scrambler s, Target.Fed fed) {
        RuleSet rules = new RuleSet();
        Iptables iptables = new Iptables(rules, s.one(List.of(Profile.values())));
        iptables.run(List.of("-A", "FORWARD", "-j", "ACCEPT"));
        List<String> words = words(s.text(Good.IPTABLES, Good.IPTABLES_WORDS));
        fed.input(words.toString());
        String before = rulesOf(saved(rules));
        IptablesResult result = iptables.run(words);
        holds(
                result.status() == 0 || rulesOf(saved(rules)).contains(before),
                "status " + result.status() + ", but changed: " + saved(rules));
        if (result.status() != 0) {
            holds(!result.stderr().isEmpty() || !result.stdout().isEmpty(), "fails without a word");
        }
    }

    /** The rules among saved lines: looking at a table makes it. */
    private static String rulesOf(String saved) {
        return String.join(
                "\n",
                saved.lines()
                        .filter(l -> l.contains("-A ") || l.startsWith(":"))
                        .toList());
    }

    /** Tables change as a whole at their COMMIT or not at all: what is left of a mistake are the tables before it. */
    private void restore(Scrambler s, Target.Fed fed) {
        String text = s.text(Good.RESTORE, s.number(2) == 0 ? Good.RESTORE_WORDS : Good.IPTABLES_WORDS);
        fed.input(text);
        RuleSet rules = restored(text).rules;
        if (restored(text).status == 0) {
            return;
        }
        String left = saved(rules);
        int commit = text.length();
        while (commit > 0) {
            String head = text.substring(0, commit);
            Restored whole = restored(head);
            if (whole.status == 0) {
                holds(saved(whole.rules).equals(left), "half applied: " + left);
                return;
            }
            commit = text.lastIndexOf("COMMIT", commit - 1);
            int end = commit < 0 ? -1 : text.indexOf('\n', commit);
            String before = commit < 0 ? "" : text.substring(0, end < 0 ? text.length() : end + 1);
            Restored upTo = restored(before);
            if (upTo.status == 0) {
                holds(saved(upTo.rules).equals(left), "half applied: " + left);
                return;
            }
        }
    }

    private record Restored(RuleSet rules, int status) {}

    private static Restored restored(String text) {
        RuleSet rules = new RuleSet();
        new Iptables(rules, Profile.RECORDED).run(List.of("-P", "INPUT", "DROP"));
        IptablesResult result = IptablesRestore.run(rules, List.of(), text, Profile.RECORDED);
        return new Restored(rules, result.status());
    }

    private void ipset(Scrambler s, Target.Fed fed) {
        IpSets sets = new IpSets();
        StringBuilder all = new StringBuilder();
        for (int lines = 1 + s.number(4); lines > 0; lines--) {
            List<String> words =
                    words(s.text(Good.IPSET, List.of("hash:ip", "banned", "nets", "10.0.0.0/8", "timeout", "-exist")));
            String input = s.text(Good.IPSET, List.of("\n"));
            all.append(words).append(" < ").append(input).append('\n');
            fed.input(all.toString());
            Ipset.run(sets, words, input, 0);
        }
        Ipset.run(sets, List.of("save"), "", 0);
    }

    /** What compiles, runs on any packet. */
    private void filter(Scrambler s, Target.Fed fed) {
        String text = s.text(Good.FILTERS, Good.FILTER_WORDS);
        fed.input(text);
        switch (CaptureFilter.compile(
                text, name -> name.equals("www") ? Optional.of(Ipv4Address.LOOPBACK) : Optional.empty())) {
            case CaptureFilter.Compiled.Ok(CaptureFilter filter) -> {
                filter.accepts(LinkType.ETHERNET, Bytes.of(s.one(captured)));
                filter.accepts(s.one(List.of(LinkType.values())), Bytes.of(s.damaged(s.one(captured))));
            }
            case CaptureFilter.Compiled.Wrong(String message) -> holds(!message.isBlank(), "fails without a word");
        }
    }

    private void packet(Scrambler s, Target.Fed fed) {
        byte[] bytes = s.damaged(s.one(captured));
        fed.input(java.util.HexFormat.of().formatHex(bytes));
        PrintStyle style = new PrintStyle(
                s.number(2) == 0,
                s.number(3),
                s.number(4) == 0,
                s.number(2) == 0,
                s.number(2) == 0,
                s.number(6),
                s.one(List.of(PrintStyle.Dump.values())),
                s.number(2) == 0,
                s.number(2) == 0);
        LinkType link = s.number(3) == 0 ? s.one(List.of(LinkType.values())) : LinkType.ETHERNET;
        String line = new PacketPrinter(link, style, Ipv4Address::toString)
                .print(new CapturedPacket(s.number(1_000_000_000), "eth0", Bytes.of(bytes)));
        holds(line.endsWith("\n"), "no line: " + line);
    }

    private void pcap(Scrambler s, Target.Fed fed) {
        byte[] bytes = s.damaged(capture);
        for (int i = 0; i < 4; i++) { // the heads of file and packets are worth more blows
            int at = s.number(Math.max(1, Math.min(60, bytes.length)));
            if (s.number(2) == 0 && at < bytes.length) {
                bytes[at] = (byte) s.number(256);
            }
        }
        fed.input(java.util.HexFormat.of().formatHex(bytes));
        if (Pcap.read(bytes) instanceof Pcap.Read.Ok(Pcap read)) {
            holds(read.packets().size() <= bytes.length, "more packets than bytes");
        }
        Pcap.read(new String(bytes, StandardCharsets.ISO_8859_1));
        Pcap.read(new String(bytes, StandardCharsets.UTF_8));
    }

    private void dns(Scrambler s, Target.Fed fed) {
        Bytes query = DnsMessage.query(s.number(65536), s.one(List.of("www.lab", "a", "", "x".repeat(63) + ".lab")));
        Bytes bad = Bytes.of(s.damaged(query.toArray()));
        fed.input(java.util.HexFormat.of().formatHex(bad.toArray()));
        DnsMessage.addresses(bad);
        DnsMessage.answer(bad, java.util.Map.of("www.lab", List.of(Ipv4Address.LOOPBACK)))
                .ifPresent(answer -> DnsMessage.addresses(Bytes.of(s.damaged(answer.toArray()))));
    }

    private void httpd(Scrambler s, Target.Fed fed) {
        String text = s.text(Good.HTTPD, List.of("Listen", "[::]:80", "80 https", "0", "65536", "\n"));
        fed.input(text);
        FileSystem files = Lab.boot(PAIR).machine("box").files();
        try {
            files.makeDirectories("/etc/httpd/conf");
            files.write(HttpdConfig.PATH, text);
        } catch (FileException e) {
            throw new AssertionError(e);
        }
        HttpdConfig.listens(files);
    }

    private void yaml(Scrambler s, Target.Fed fed) {
        String text = s.text(Good.LABS_YAML, Good.LAB_WORDS);
        fed.input(text);
        lab(LabFile.yaml(text));
    }

    private void json(Scrambler s, Target.Fed fed) {
        String text = s.text(Good.LABS_JSON, Good.LAB_WORDS);
        fed.input(text);
        lab(LabFile.json(text));
    }

    /** Either a lab that boots and plays, or a reason. */
    private static void lab(LabSpec.Parsed parsed) {
        LabSpec spec = parsed.spec();
        if (spec == null) {
            holds(parsed.diagnostics().stream().noneMatch(d -> d.text().isBlank()), "fails without a word");
            holds(!parsed.diagnostics().isEmpty(), "neither lab nor reason");
        } else {
            Lab.boot(spec).play();
        }
    }

    private void checks(Scrambler s, Target.Fed fed) {
        String text = s.text(Good.CHECKS, Good.LAB_WORDS);
        fed.input(text);
        TextTree tree = TextTree.yaml(text);
        List<Diagnostic> diagnostics = new ArrayList<>(tree.diagnostics());
        Node root = Node.root(tree.value(), tree.places(), diagnostics);
        CheckReader.read(root.child("checks"), tree.places(), diagnostics, new HashSet<>());
    }

    private void assembly(Scrambler s, Target.Fed fed) {
        String text = s.text(Good.ASSEMBLY, Good.ASSEMBLY_WORDS);
        fed.input(text);
        Assembly program = Assembler.assemble(text, Assembler.Options.of(s.one(List.of(Mode.values()))));
        holds(program.ok() || program.bytes().length == 0, "bytes in spite of errors");
        holds(program.ok() || !program.diagnostics().isEmpty(), "fails without a word");
    }

    private void machineCode(Scrambler s, Target.Fed fed) {
        Mode mode = s.one(List.of(Mode.values()));
        byte[] bytes = new byte[16];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) s.number(256);
        }
        fed.input(mode + " " + java.util.HexFormat.of().formatHex(bytes));
        if (Decoder.decode(Code.of(bytes, 0), mode) instanceof Decoded.Ok ok) {
            holds(ok.instruction().length() <= Instruction.MOST_BYTES, "longer than 15 bytes");
            for (Syntax syntax : Syntax.values()) {
                holds(!Disassembler.text(ok.instruction(), mode, syntax, 0).isBlank(), "no text");
            }
            holds(Encoder.encode(ok.instruction(), mode) != null, "can't be encoded again");
        }
    }

    private void completion(Scrambler s, Target.Fed fed) {
        Lab lab = Lab.boot(PAIR);
        for (int i = 0; i < 20; i++) {
            String text = s.text(s.one(List.of(Good.SHELL, Good.IP, Good.PROGRAMS)), Good.SHELL_WORDS);
            int cursor = s.number(text.length() + 1);
            fed.input(cursor + ": " + text);
            lab.complete("box", text, cursor);
            lab.describe("box", text.substring(0, cursor));
        }
    }

    private static void typed(String text, Target.Fed fed) {
        fed.input(text);
        CommandResult result = Lab.boot(PAIR).run("box", text);
        holds(result.stdout().length() + result.stderr().length() < MOST_OUTPUT, "prints without end");
    }
}
