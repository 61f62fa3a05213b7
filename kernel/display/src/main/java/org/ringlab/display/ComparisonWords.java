package org.ringlab.display;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.ringlab.host.compare.Difference;
import org.ringlab.host.compare.HostComparison;
import org.ringlab.host.compare.HostDump.RouteLine;

/** What came of comparing a student's own machine with a host of a lab, in a sentence. */
public final class ComparisonWords {
    private ComparisonWords() {}

    /** The first difference, or that there is none; below it the names of interfaces that were taken for each other. */
    public static List<String> lines(HostComparison.Result result, String host, Language language) {
        List<String> lines = new ArrayList<>();
        lines.add(result.first()
                .map(difference -> sentence(difference, host, language))
                .orElseGet(() -> language.pick(
                        "没有差别：您贴出的内容与实验里的 " + host + " 含义相同。",
                        "No difference: what you pasted means the same as the lab's " + host + ".")));
        if (!result.renamed().isEmpty()) {
            String names = result.renamed().entrySet().stream()
                    .map(e -> e.getKey() + " = " + e.getValue())
                    .collect(Collectors.joining(", "));
            lines.add(
                    language.pick("按地址对应的网卡（真机 = 实验）：", "Interfaces matched by address (yours = the lab's): ") + names);
        }
        return lines;
    }

    private static String sentence(Difference difference, String host, Language language) {
        return switch (difference) {
            case Difference.Forwarding d ->
                d.real()
                        ? language.pick(
                                "您的机器打开了转发（net.ipv4.ip_forward = 1），实验里的 " + host + " 没有打开。",
                                "Your machine forwards packets (net.ipv4.ip_forward = 1); the lab's " + host
                                        + " doesn't.")
                        : language.pick(
                                "您的机器没有打开转发：net.ipv4.ip_forward 是 0，实验里的 " + host + " 是 1。",
                                "Your machine doesn't forward packets: net.ipv4.ip_forward is 0, on the lab's " + host
                                        + " it is 1.");
            case Difference.AddressMissing d ->
                language.pick(
                        "您的机器缺少地址 " + d.address() + "（实验里在 " + host + " 的 " + d.card() + " 上）。",
                        "Your machine lacks the address " + d.address() + ", which the lab's " + host + " has on "
                                + d.card() + ".");
            case Difference.AddressExtra d ->
                language.pick(
                        "您的机器在 " + d.card() + " 上多了地址 " + d.address() + "，实验里的 " + host + " 没有。",
                        "Your machine has one more address on " + d.card() + ", " + d.address() + ", which the lab's "
                                + host + " hasn't.");
            case Difference.CardState d ->
                d.realUp()
                        ? language.pick(
                                "您的机器上 " + d.card() + " 是启用的，实验里的 " + host + " 上它是停用的。",
                                "On your machine " + d.card() + " is up; on the lab's " + host + " it is down.")
                        : language.pick(
                                "您的机器上 " + d.card() + " 是停用的（ip link set " + d.card() + " up 可以启用）。",
                                "On your machine " + d.card() + " is down (ip link set " + d.card()
                                        + " up switches it on).");
            case Difference.RouteMissing d ->
                language.pick(
                        "您的机器缺少一条路由：" + route(d.route()) + "。",
                        "Your machine lacks a route: " + route(d.route()) + ".");
            case Difference.RouteOther d ->
                language.pick(
                        "去往 " + d.lab().to() + " 的路由不同：您的机器是 " + route(d.real()) + "，实验里是 " + route(d.lab()) + "。",
                        "The routes to " + d.lab().to() + " differ: yours is " + route(d.real()) + ", the lab's "
                                + route(d.lab()) + ".");
            case Difference.RouteExtra d ->
                language.pick(
                        "您的机器多了一条路由：" + route(d.route()) + "。",
                        "Your machine has one more route: " + route(d.route()) + ".");
            case Difference.Firewalld d ->
                language.pick(
                        "您的机器上 firewalld 正在运行，它放进了自己的规则；实验里的 " + host + " 没有。先执行 systemctl stop firewalld 再比较。",
                        "firewalld runs on your machine and has put in rules of its own, which the lab's " + host
                                + " hasn't: systemctl stop firewalld, then compare again.");
            case Difference.Policy d ->
                language.pick(
                        chain(d.table(), d.chain(), language) + "的默认策略不同：您的机器是 " + d.real() + "，实验里是 " + d.lab() + "。",
                        "The policy of " + chain(d.table(), d.chain(), language) + " differs: yours is " + d.real()
                                + ", the lab's " + d.lab() + ".");
            case Difference.RuleOther d ->
                language.pick(
                        chain(d.table(), d.chain(), language) + "的第 " + d.position() + " 条规则不同：您的机器是“" + d.real()
                                + "”，实验里是“" + d.lab() + "”。",
                        "Rule " + d.position() + " of " + chain(d.table(), d.chain(), language) + " differs: yours is `"
                                + d.real() + "`, the lab's `" + d.lab() + "`.");
            case Difference.RuleMissing d ->
                language.pick(
                        chain(d.table(), d.chain(), language) + "里缺少一条规则：实验里第 " + d.position() + " 条是“" + d.lab()
                                + "”。",
                        "Your " + chain(d.table(), d.chain(), language) + " lacks a rule, the lab's number "
                                + d.position() + ": `" + d.lab() + "`.");
            case Difference.RuleExtra d ->
                language.pick(
                        chain(d.table(), d.chain(), language) + "里多了一条规则：您的机器第 " + d.position() + " 条是“" + d.real()
                                + "”，实验里没有。",
                        "Your " + chain(d.table(), d.chain(), language) + " has one rule more, number " + d.position()
                                + ": `" + d.real() + "`.");
            case Difference.RuleMoved d ->
                language.pick(
                        chain(d.table(), d.chain(), language) + "里规则“" + d.rule() + "”的位置不同：您的机器上是第 " + d.realPosition()
                                + " 条，实验里是第 " + d.labPosition() + " 条；规则按顺序匹配，位置会改变结果。",
                        "A rule of " + chain(d.table(), d.chain(), language) + " stands elsewhere: `" + d.rule()
                                + "` is number " + d.realPosition() + " on your machine and number " + d.labPosition()
                                + " in the lab; the first rule that matches decides, so the order counts.");
            case Difference.UserChain d ->
                d.real()
                        ? language.pick(
                                "您的机器多了自定义链：" + chain(d.table(), d.chain(), language) + "。",
                                "Your machine has a chain more: " + chain(d.table(), d.chain(), language) + ".")
                        : language.pick(
                                "您的机器缺少自定义链：" + chain(d.table(), d.chain(), language) + "。",
                                "Your machine lacks a chain: " + chain(d.table(), d.chain(), language) + ".");
        };
    }

    private static String chain(String table, String chain, Language language) {
        return language.pick(table + " 表 " + chain + " 链", "chain " + chain + " of table " + table);
    }

    private static String route(RouteLine route) {
        String kind = route.kind().equals("unicast") ? "" : route.kind() + " ";
        String via = route.via().isEmpty() ? "" : " via " + route.via();
        String dev = route.dev().isEmpty() ? "" : " dev " + route.dev();
        return kind + route.to() + via + dev;
    }
}
