package org.ringlab.display;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.ringlab.checks.Comparisons;
import org.ringlab.netfilter.event.PacketEvent;
import org.ringlab.netfilter.rules.Chain;
import org.ringlab.netfilter.rules.Rule;
import org.ringlab.netfilter.rules.Table;
import org.ringlab.netfilter.stack.NetStack;

/** What a host's rules cost: their counters, how often each was looked at, and how much a packet takes. */
public final class CostView {
    private CostView() {}

    /**
     * A table for each chain with rules.
     *
     * @param host as rules stand there now
     * @param events of the packets that count
     */
    public static String text(NetStack host, List<PacketEvent> events, Language language) {
        List<String> lines = new ArrayList<>();
        Comparisons all = Comparisons.of(events, host.name(), null);
        lines.add(host.name() + language.pick("：", ": ") + sum(all, language));
        for (Table table : host.ruleSet().tables().reversed()) {
            for (Chain chain : table.chains()) {
                if (!chain.rules().isEmpty()) {
                    chain(host, table, chain, events, language, lines);
                }
            }
        }
        return String.join("\n", lines);
    }

    private static void chain(
            NetStack host, Table table, Chain chain, List<PacketEvent> events, Language language, List<String> lines) {
        lines.add("");
        String policy = chain.isBuiltIn() ? language.pick("，策略 ", ", policy ") + chain.policyText() : "";
        String cost = chain.isBuiltIn()
                ? language.pick("：", ": ") + sum(Comparisons.of(events, host.name(), chain.name()), language)
                : "";
        lines.add(table.name().text() + " " + chain.name() + policy + cost);
        lines.add(language.pick("    #    看过   命中  规则", "    #  looked    met  rule"));
        int number = 0;
        for (Rule rule : chain.rules()) {
            number++;
            long looked =
                    Comparisons.ofRule(events, host.name(), table.name().text(), chain.name(), number, rule.text());
            lines.add(String.format(
                    Locale.ROOT,
                    "%5d %7d %6d  %s",
                    number,
                    looked,
                    rule.counters().packets(),
                    rule.text()));
        }
        if (chain.isBuiltIn()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%s %6d  %s",
                    " ".repeat(13),
                    chain.policyCounters().packets(),
                    language.pick("默认策略", "policy")));
        }
    }

    private static String sum(Comparisons all, Language language) {
        String each = all.packets() == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        language.pick("，平均每个报文 %.1f 条规则、%.1f 个条件", ", %.1f rules and %.1f conditions a packet"),
                        (double) all.rules() / all.packets(),
                        (double) all.matches() / all.packets());
        return language.pick(
                        all.packets() + " 个报文，查看规则 " + all.rules() + " 次，比较条件 " + all.matches() + " 次",
                        all.packets() + " packets, " + all.rules() + " rules looked at, " + all.matches()
                                + " conditions asked")
                + each;
    }
}
