package org.ringlab.netfilter.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ringlab.netfilter.rules.AskedValues.Field;

/**
 * Finds the rules of a long chain that a packet may match without asking every one (tuple space search: V. Srinivasan,
 * S. Suri, G. Varghese, "Packet Classification using Tuple Space Search", SIGCOMM 1999).
 *
 * <p>Rules that ask for the same fields under the same masks ({@code -s …/24 -p tcp --dport …}) make one group, a hash
 * table from the values asked for to the rules. A packet looks into one bucket of each group. What it finds there are
 * candidates: whether one matches, the rule itself says, so equal hashes of different values do no harm.
 */
final class ChainIndex {
    /** Chains with fewer rules are as fast rule by rule. */
    static final int FEWEST_RULES = 32;

    /** Beyond so many groups the rules of the small ones are asked about every packet. */
    private static final int MOST_GROUPS = 24;

    private final Group[] groups;
    private final int size;

    private ChainIndex(Group[] groups, int size) {
        this.groups = groups;
        this.size = size;
    }

    /** An index of a chain's rules as they are. */
    static ChainIndex of(List<Rule> rules) {
        Map<List<Integer>, List<Integer>> byMasks = new LinkedHashMap<>();
        AskedValues[] asked = new AskedValues[rules.size()];
        for (int i = 0; i < asked.length; i++) {
            asked[i] = AskedValues.of(rules.get(i));
            byMasks.computeIfAbsent(Arrays.stream(asked[i].masks()).boxed().toList(), masks -> new ArrayList<>())
                    .add(i);
        }
        List<List<Integer>> largestFirst = new ArrayList<>(byMasks.values());
        largestFirst.sort(Comparator.comparingInt((List<Integer> members) -> -members.size()));
        List<Group> groups = new ArrayList<>();
        List<Integer> rest = new ArrayList<>();
        for (List<Integer> members : largestFirst) {
            if (groups.size() < MOST_GROUPS) {
                groups.add(new Group(asked[members.getFirst()].masks(), members, asked));
            } else {
                rest.addAll(members);
            }
        }
        if (!rest.isEmpty()) {
            rest.sort(Comparator.naturalOrder());
            groups.add(new Group(new int[Field.values().length], rest, asked));
        }
        return new ChainIndex(groups.toArray(Group[]::new), rules.size());
    }

    /** The first rule from {@code from} on that the packet may match; the number of rules where there is none. */
    int next(PacketContext packet, int from) {
        int next = size;
        for (Group group : groups) {
            next = group.next(packet, from, next);
        }
        return next;
    }

    /** Rules that ask for the same fields. */
    private static final class Group {
        private final Field[] fields;
        private final int[] masks;

        /** The rules bucket after bucket, in each by number. */
        private final int[] rules;

        /** The whole hash of what each of them asks for. */
        private final int[] hashes;

        /** Where each bucket begins. */
        private final int[] begins;

        Group(int[] allMasks, List<Integer> members, AskedValues[] asked) {
            fields = Arrays.stream(Field.values())
                    .filter(f -> allMasks[f.ordinal()] != 0)
                    .toArray(Field[]::new);
            masks = Arrays.stream(fields).mapToInt(f -> allMasks[f.ordinal()]).toArray();
            List<int[]> places = new ArrayList<>(); // {hash, rule}
            for (int member : members) {
                enter(asked[member], 0, 0, member, places);
            }
            int buckets = fields.length == 0 ? 1 : Integer.highestOneBit(Math.max(1, places.size() * 2));
            begins = new int[buckets + 1];
            places.forEach(place -> begins[(place[0] & buckets - 1) + 1]++);
            for (int i = 1; i <= buckets; i++) {
                begins[i] += begins[i - 1];
            }
            int[] free = begins.clone();
            rules = new int[places.size()];
            hashes = new int[places.size()];
            for (int[] place : places) {
                int at = free[place[0] & buckets - 1]++;
                hashes[at] = place[0];
                rules[at] = place[1];
            }
        }

        /** Notes a rule under every combination of the values it lets pass. */
        private void enter(AskedValues asked, int field, int hash, int rule, List<int[]> places) {
            if (field == fields.length) {
                places.add(new int[] {hash, rule});
                return;
            }
            for (int value : asked.values(fields[field])) {
                enter(asked, field + 1, mix(hash, value), rule, places);
            }
        }

        /** The group's first candidate from {@code from} on, if that comes before {@code best}. */
        int next(PacketContext packet, int from, int best) {
            int hash = 0;
            for (int i = 0; i < fields.length; i++) {
                hash = mix(hash, fields[i].of(packet) & masks[i]);
            }
            int bucket = hash & begins.length - 2;
            int low = begins[bucket];
            int end = begins[bucket + 1];
            int high = end;
            while (low < high) {
                int middle = low + high >>> 1;
                if (rules[middle] < from) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            while (low < end && hashes[low] != hash) {
                low++;
            }
            return low < end ? Math.min(best, rules[low]) : best;
        }

        private static int mix(int hash, int value) {
            int mixed = (hash ^ value) * 0x85EBCA6B;
            mixed = (mixed ^ mixed >>> 13) * 0xC2B2AE35;
            return mixed ^ mixed >>> 16;
        }
    }
}
