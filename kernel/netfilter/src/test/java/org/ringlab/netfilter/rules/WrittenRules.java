package org.ringlab.netfilter.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.ringlab.netfilter.iptables.Iptables;
import org.ringlab.netfilter.iptables.IptablesResult;
import org.ringlab.netfilter.iptables.Profile;

/** A rule set built by the commands a student would type; no quotes in them. */
record WrittenRules(RuleSet rules) {
    static WrittenRules of(String commands) {
        WrittenRules written = new WrittenRules(new RuleSet());
        commands.lines().filter(line -> !line.isBlank()).forEach(written::type);
        return written;
    }

    void type(String command) {
        IptablesResult result = new Iptables(rules, Profile.RECORDED)
                .run(List.of(command.strip().split("\\s+")));
        assertEquals("", result.stderr(), command);
    }

    Table filter() {
        return rules.touch(TableName.FILTER);
    }

    /** The rules of a chain with their counters: {@code [1:40] -j DROP}. */
    String counted(String chain) {
        StringBuilder s = new StringBuilder();
        for (Rule rule : filter().chain(chain).orElseThrow().rules()) {
            s.append(rule.counters()).append(' ').append(rule.text()).append('\n');
        }
        return s.toString();
    }
}
