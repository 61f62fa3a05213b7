package org.ringlab.checks;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.ringlab.host.CommandResult;
import org.ringlab.host.Lab;

/** Judges what an administrator would look up on a host: with the same commands. */
final class HostJudge {
    private HostJudge() {}

    static Finding sysctl(Check.Sysctl check, Lab lab) {
        if (!lab.hasHost(check.host())) {
            return Finding.noHost(check.host());
        }
        CommandResult result = lab.run(check.host(), "sysctl -n " + check.key());
        String value = result.stdout().strip();
        return Finding.of(
                result.ok() && value.equals(check.value()),
                Observation.of(check.host(), value, result.stderr().strip()));
    }

    /** {@code ip route get} prints {@code 10.0.0.1 via 10.1.0.1 dev eth0 src …}; the host's own lookup decides. */
    static Finding route(Check.RouteTo check, Lab lab) {
        if (!lab.hasHost(check.host())) {
            return Finding.noHost(check.host());
        }
        CommandResult result = lab.run(check.host(), "ip route get " + check.to());
        List<String> words = Arrays.asList(result.stdout().strip().split("\\s+"));
        String via = after(words, "via");
        String dev = after(words, "dev");
        boolean way = result.ok() && !dev.isEmpty();
        boolean expectedVia = check.via() == null || check.via().equals(via);
        boolean expectedDev = check.dev() == null || check.dev().equals(dev);
        String found = !way ? "no-route" : via.isEmpty() ? "direct" : via;
        return Finding.of(
                way && expectedVia && expectedDev,
                Observation.of(check.host(), found, result.text().strip()));
    }

    private static String after(List<String> words, String word) {
        int at = words.indexOf(word);
        return at < 0 || at + 1 == words.size() ? "" : words.get(at + 1);
    }

    static Finding connection(Check.Connection check, Lab lab) {
        ProbeJudge.send(check.traffic(), lab);
        if (!lab.hasHost(check.host())) {
            return Finding.noHost(check.host());
        }
        String list = lab.run(check.host(), "conntrack -L").stdout();
        boolean there = list.lines().anyMatch(line -> {
            Set<String> words = new HashSet<>(Arrays.asList(line.strip().split("\\s+")));
            return words.containsAll(check.entry());
        });
        return Finding.of(
                there == check.present(), Observation.of(check.host(), there ? "present" : "missing", list.strip()));
    }

    static Finding command(Check.CommandOutput check, Lab lab) {
        ProbeJudge.send(check.traffic(), lab);
        if (!lab.hasHost(check.host())) {
            return Finding.noHost(check.host());
        }
        CommandResult result = lab.run(check.host(), check.run());
        String output = result.stdout();
        boolean status = check.status() == null || check.status() == result.status();
        boolean exact = check.stdout() == null || check.stdout().stripTrailing().equals(output.stripTrailing());
        boolean holds = check.contains().stream().allMatch(output::contains)
                && check.lacks().stream().noneMatch(output::contains);
        return Finding.of(
                status && exact && holds,
                Observation.of(
                        check.host(),
                        String.valueOf(result.status()),
                        result.text().strip()));
    }
}
