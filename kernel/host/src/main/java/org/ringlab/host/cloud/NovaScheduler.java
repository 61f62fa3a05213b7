package org.ringlab.host.cloud;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** nova-scheduler: filters in their order, then weights; whoever has the most free memory wins. */
final class NovaScheduler {
    private NovaScheduler() {}

    /**
     * What came of it.
     *
     * @param chosen the host; empty where no host passed
     * @param trace what the log says about it
     */
    record Decision(Optional<Compute> chosen, List<String> trace) {}

    static Decision decide(
            Flavor flavor, List<Compute> hosts, List<Instance> all, String wanted, Optional<Compute> except) {
        Map<String, Predicate<Compute>> filters = new LinkedHashMap<>();
        filters.put("ComputeFilter", h -> h.isEnabled() && h.isUp());
        filters.put("RamFilter", h -> h.freeRam(all) >= flavor.ram());
        filters.put("CoreFilter", h -> h.freeVcpus(all) >= flavor.vcpus());
        filters.put("DiskFilter", h -> h.freeDisk(all) >= flavor.disk());
        List<String> trace = new ArrayList<>();
        List<Compute> left = new ArrayList<>(hosts);
        except.ifPresent(left::remove);
        if (!wanted.isEmpty()) {
            left.removeIf(h -> !h.name().equals(wanted));
        }
        trace.add("DEBUG nova.filters Starting with " + left.size() + " host(s)");
        for (Map.Entry<String, Predicate<Compute>> filter : filters.entrySet()) {
            left.removeIf(filter.getValue().negate());
            if (left.isEmpty()) {
                trace.add("INFO nova.filters Filter " + filter.getKey() + " returned 0 hosts");
                return new Decision(Optional.empty(), trace);
            }
            trace.add("DEBUG nova.filters Filter " + filter.getKey() + " returned " + left.size() + " host(s)");
        }
        int most = left.stream().mapToInt(h -> h.freeRam(all)).max().orElse(0);
        int least = left.stream().mapToInt(h -> h.freeRam(all)).min().orElse(0);
        // Weights are normalised: the most free memory counts 1, the least 0; equals are taken by name.
        left.sort(Comparator.<Compute>comparingInt(h -> -h.freeRam(all)).thenComparing(Compute::name));
        List<String> weighed = new ArrayList<>();
        for (Compute host : left) {
            double weight = most == least ? 0 : (host.freeRam(all) - least) / (double) (most - least);
            weighed.add(String.format(
                    Locale.ROOT,
                    "WeighedHost [host: (%s, %s) ram: %dMB disk: %dMB io_ops: 0 instances: %d, weight: %.3f]",
                    host.name(),
                    host.name(),
                    host.freeRam(all),
                    host.freeDisk(all) * 1024,
                    all.stream().filter(i -> i.host() == host).count(),
                    weight));
        }
        trace.add("DEBUG nova.scheduler.filter_scheduler Weighed [" + String.join(", ", weighed) + "]");
        trace.add("DEBUG nova.scheduler.filter_scheduler Selected host: "
                + left.getFirst().name());
        return new Decision(Optional.of(left.getFirst()), trace);
    }
}
