package org.ringlab.checks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ringlab.common.Diagnostic;
import org.ringlab.common.Span;
import org.ringlab.host.ProbeOutcome;
import org.ringlab.host.ProbeSpec;

/**
 * Probes as a student writes them, one a line: who sends, what, where to, the lab format's other keys, and what it should
 * come to.
 *
 * <pre>{@code
 * client http 172.18.133.212            -> ok body=welcome
 * client tcp  172.18.133.212 port=22    -> icmp-unreachable:*
 * }</pre>
 *
 * @param probes those that can be understood
 * @param complaints about the other lines
 */
public record ProbesText(List<Expected> probes, List<Diagnostic> complaints) {
    private static final String CODE = "answer-probe";
    private static final List<String> FIELDS =
            List.of("status", "body", "stage", "icmp_from", "reply_from", "host", "service", "src", "dst");

    /**
     * A probe and what it should come to.
     *
     * @param line where it stands, from 1
     */
    public record Expected(ProbeSpec probe, Expectation expect, int line) {
        /** Whether this is what was expected. */
        public boolean holds(ProbeOutcome outcome) {
            return ProbeJudge.holds(expect, outcome);
        }
    }

    /**
     * Reads an answer; untrusted.
     *
     * @param most how many probes there may be
     */
    public static ProbesText read(String text, int most) {
        List<Expected> probes = new ArrayList<>();
        List<Diagnostic> complaints = new ArrayList<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || Answer.isComment(line)) {
                continue;
            }
            if (probes.size() == most) {
                complaints.add(
                        Complaint.line(CODE, i + 1, line, "最多写 " + most + " 个探测", "at most " + most + " probes"));
                break;
            }
            line(line, i + 1, probes, complaints);
        }
        return new ProbesText(List.copyOf(probes), List.copyOf(complaints));
    }

    private static void line(String line, int number, List<Expected> probes, List<Diagnostic> complaints) {
        String[] halves = line.split("->|→", 2);
        String[] words = halves[0].strip().split("\\s+");
        if (halves.length < 2 || halves[1].isBlank() || words.length < 3) {
            complaints.add(Complaint.line(
                    CODE,
                    number,
                    line,
                    "应当像这样：client http 10.0.0.1 -> ok",
                    "expected something like: client http 10.0.0.1 -> ok"));
            return;
        }
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("from", words[0]);
        tree.put("kind", words[1]);
        tree.put("to", words[2]);
        for (int i = 3; i < words.length; i++) {
            String[] pair = words[i].split("=", 2);
            tree.put(pair[0], pair.length == 2 ? pair[1] : "");
        }
        Span span = new Span(number, 1, line.length());
        ProbeSpec.Parsed parsed = ProbeSpec.read(tree, probes.size() + 1, path -> span);
        parsed.diagnostics().forEach(d -> complaints.add(new Diagnostic(CODE, d.severity(), span, d.fact(), d.hint())));
        List<String> verdicts = new ArrayList<>();
        Map<String, String> fields = new LinkedHashMap<>();
        for (String word : halves[1].strip().split("[\\s,，]+")) {
            String[] pair = word.split("=", 2);
            if (pair.length == 1) {
                verdicts.add(word);
            } else if (FIELDS.contains(pair[0])) {
                fields.put(pair[0], pair[1]);
            } else {
                String known = String.join(", ", FIELDS);
                complaints.add(Complaint.line(
                        CODE,
                        number,
                        line,
                        "没有 " + pair[0] + "；有：" + known,
                        "no " + pair[0] + "; there are: " + known));
                return;
            }
        }
        if (parsed.step() instanceof ProbeSpec probe) {
            probes.add(new Expected(
                    probe, new Expectation(verdicts.isEmpty() ? List.of("ok") : verdicts, fields), number));
        } else if (parsed.diagnostics().isEmpty()) {
            complaints.add(Complaint.line(CODE, number, line, "这不是探测", "this is no probe"));
        }
    }
}
