package org.ringlab.checks;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ringlab.cpu.trial.Setup;
import org.ringlab.host.ProbeSpec;
import org.ringlab.host.Step;
import org.ringlab.mmu.paging.Access;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.proof.Goal;
import org.ringlab.proof.meaning.View;

/**
 * One thing an exercise asks of a lab, as data. {@link CheckReader} reads them, {@link CheckRunner} judges them.
 *
 * <p>Every check looks at a lab of its own, freshly booted and brought to the state in question, so that no check sees
 * what another one did. {@code traffic} is a list of probes and commands (as in a lab file) that come first, unjudged.
 */
public sealed interface Check {
    /** What it has in common with all others. */
    CheckTerms terms();

    /**
     * A probe ends as expected.
     *
     * @param traffic probes and commands that come first, unjudged
     * @param probe numbered after the traffic, so its source port is 40000 plus its number
     * @param expect what its outcome must be
     */
    record Probe(CheckTerms terms, List<Step> traffic, ProbeSpec probe, Expectation expect) implements Check {
        /** Copies what it is given. */
        public Probe {
            traffic = List.copyOf(traffic);
        }
    }

    /**
     * A kernel setting has a value.
     *
     * @param key {@code net.ipv4.ip_forward}
     * @param value as {@code sysctl -n} prints it
     */
    record Sysctl(CheckTerms terms, String host, String key, String value) implements Check {}

    /**
     * A host would send to an address by a certain way; the host's own routing decides.
     *
     * @param to destination address
     * @param via the gateway; empty for "directly", null for "any, but there is a route"
     * @param dev the outgoing interface; null for any
     */
    record RouteTo(
            CheckTerms terms,
            String host,
            Ipv4Address to,
            @Nullable String via,
            @Nullable String dev) implements Check {}

    /**
     * A chain holds certain rules; or, with no rules given, has a certain policy.
     *
     * @param table {@code filter}
     * @param chain {@code FORWARD}
     * @param rules rules in the saved form, without {@code -A CHAIN}, that must be there in this order (others may
     *     stand between them)
     * @param position where the first of them must stand, from 1; 0 for anywhere
     * @param last whether the last of them must be the chain's last rule
     * @param exactly whether the chain must hold no other rules
     * @param policy the chain's policy; null for any
     */
    record Rules(
            CheckTerms terms,
            String host,
            String table,
            String chain,
            List<String> rules,
            int position,
            boolean last,
            boolean exactly,
            @Nullable String policy)
            implements Check {
        /** Copies the list. */
        public Rules {
            rules = List.copyOf(rules);
        }
    }

    /**
     * A host's connection tracking has an entry, or hasn't.
     *
     * @param entry words that one line of {@code conntrack -L} must hold, all of them: {@code tcp}, {@code
     *     ESTABLISHED}, {@code src=192.168.66.132}, {@code dport=80}
     * @param present false where no such entry may be there
     */
    record Connection(CheckTerms terms, List<Step> traffic, String host, List<String> entry, boolean present)
            implements Check {
        /** Copies the lists. */
        public Connection {
            traffic = List.copyOf(traffic);
            entry = List.copyOf(entry);
        }
    }

    /**
     * A command prints and exits as expected.
     *
     * @param run the command, as typed on the host
     * @param status its exit status; null for any
     * @param stdout exactly what it prints, trailing newlines aside; null for anything
     * @param contains what its output must hold
     * @param lacks what its output must not hold
     */
    record CommandOutput(
            CheckTerms terms,
            List<Step> traffic,
            String host,
            String run,
            @Nullable Integer status,
            @Nullable String stdout,
            List<String> contains,
            List<String> lacks)
            implements Check {
        /** Copies the lists. */
        public CommandOutput {
            traffic = List.copyOf(traffic);
            contains = List.copyOf(contains);
            lacks = List.copyOf(lacks);
        }
    }

    /**
     * An access on a host's bare machine (the command {@code memory}) ends as expected.
     *
     * @param traffic commands that come first, unjudged
     * @param address the linear address
     * @param type what is done to it
     * @param ring 0 to 3
     * @param throughTlb whether the TLB is asked first, and may be stale; otherwise the tables are walked
     * @param outcome {@code ok}, {@code page-fault} or {@code general-protection}
     * @param physical where it must lead; null for anywhere
     * @param error the page fault's error code; null for any
     */
    record MemoryAccess(
            CheckTerms terms,
            List<Step> traffic,
            String host,
            long address,
            Access.Type type,
            int ring,
            boolean throughTlb,
            String outcome,
            @Nullable Long physical,
            @Nullable Integer error)
            implements Check {
        /** Copies the list. */
        public MemoryAccess {
            traffic = List.copyOf(traffic);
        }
    }

    /**
     * An answer that is a number has the right value.
     *
     * @param cell id of the answer's cell
     * @param value the right value, in {@code unit}; 0 where a formula gives it
     * @param formula a {@link Formula} over what the student is given; empty for a value that is everybody's
     * @param unit of the answer, empty for a plain number; multiples of it ({@code KiB} for {@code B}) are understood
     * @param tolerance how far off it may be: in {@code unit}, or a fraction of the value where {@code relative}
     * @param relative what the tolerance means
     */
    record NumberValue(
            CheckTerms terms,
            String cell,
            double value,
            String formula,
            String unit,
            double tolerance,
            boolean relative)
            implements Check {}

    /**
     * An answer that is a choice names the right options.
     *
     * @param cell id of the answer's cell
     * @param correct the right options, all of them
     * @param partial whether some of them earn a part: right ones less wrong ones, of all that are right
     */
    record Choice(CheckTerms terms, String cell, Set<String> correct, boolean partial) implements Check {
        /** Copies the set. */
        public Choice {
            correct = Set.copyOf(correct);
        }
    }

    /**
     * An answer that is a table holds the right values.
     *
     * @param cell id of the answer's cell
     * @param values by row and column, a number where the file has one; cells not named may hold anything
     * @param partial whether some right values earn a part
     */
    record Table(CheckTerms terms, String cell, Map<String, Map<String, Object>> values, boolean partial)
            implements Check {
        /** Copies the values. */
        public Table {
            Map<String, Map<String, Object>> copy = new LinkedHashMap<>();
            values.forEach((row, cells) -> copy.put(row, Collections.unmodifiableMap(new LinkedHashMap<>(cells))));
            values = Collections.unmodifiableMap(copy);
        }
    }

    /**
     * The probes that a student wrote flag this lab, or don't.
     *
     * @param cell id of the answer's cell
     * @param flags whether one of them must find something else than it expects: true for a broken set-up
     */
    record StudentProbes(CheckTerms terms, String cell, boolean flags) implements Check {}

    /**
     * A student's Java class answers calls as expected.
     *
     * @param cell id of the answer's cell
     * @param calls of one fresh object, in order
     * @param tolerance how far off numbers may be
     */
    record JavaCalls(CheckTerms terms, String cell, List<ExpectedCall> calls, double tolerance) implements Check {
        /** Copies the list. */
        public JavaCalls {
            calls = List.copyOf(calls);
        }
    }

    /**
     * A student's assembly, run by itself, ends and leaves things as expected.
     *
     * @param cell id of the answer's cell
     * @param setup ring, mode, registers and memory that it begins from, and its budget
     * @param ending how it must end, as {@link org.ringlab.cpu.trial.Ending#text} names it; {@code *} for any way
     * @param registers by name in any width
     * @param memory values that must lie there
     * @param output what must have been written to port 0xe9; null for anything
     * @param most instructions that may be executed
     */
    record AssemblyRun(
            CheckTerms terms,
            String cell,
            Setup setup,
            String ending,
            Map<String, Long> registers,
            List<Setup.Patch> memory,
            @Nullable String output,
            long most)
            implements Check {
        /** Copies what it is given. */
        public AssemblyRun {
            registers = Collections.unmodifiableMap(new LinkedHashMap<>(registers));
            memory = List.copyOf(memory);
        }
    }

    /**
     * Rules mean what they should, for every packet.
     *
     * @param view from where packets are looked at
     * @param goals what is to become of packets, read from top to bottom; empty for a comparison
     * @param reference with what the lab is compared: {@link #START}, or commands that make the reference out of the lab
     *     as booted; empty for goals
     * @param repair whether a student may be shown the smallest change that mends it
     */
    record Proof(CheckTerms terms, View view, List<Goal> goals, String reference, boolean repair) implements Check {
        /** The lab as it was booted. */
        public static final String START = "start";

        /** Copies the list. */
        public Proof {
            goals = List.copyOf(goals);
        }
    }

    /**
     * A call and what should come of it.
     *
     * @param gives the value returned, as a tree
     * @param exception the simple name of the exception that must be thrown; empty where it must return
     */
    record ExpectedCall(JavaProgram.Call call, @Nullable Object gives, String exception) {}

    /**
     * Rules are compared with few packets: how much is looked at while certain traffic passes.
     *
     * @param traffic probes and commands, in order
     * @param host whose rules
     * @param chain of packets at this hook only; null for all
     * @param matches whether conditions are counted, or whole rules
     * @param atMost how many there may be; with {@code relative} in hundredths of what it is in the lab as booted
     */
    record Cost(
            CheckTerms terms,
            List<Step> traffic,
            String host,
            @Nullable String chain,
            boolean matches,
            int atMost,
            boolean relative)
            implements Check {
        /** Copies the list. */
        public Cost {
            traffic = List.copyOf(traffic);
        }
    }
}
