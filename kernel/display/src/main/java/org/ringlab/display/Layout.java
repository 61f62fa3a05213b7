package org.ringlab.display;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.ringlab.display.Topology.Node;
import org.ringlab.display.Topology.Port;

/**
 * Where everything of a topology is drawn. Hosts and segments take turns in columns, by their distance from an end of
 * the network; so every cable runs straight from a host's row to a segment's bar in the next column. The same topology
 * always gets the same layout.
 */
final class Layout {
    static final int HOST_WIDTH = 214;
    static final int HEADER = 34;
    static final int ROW = 24;
    private static final int SEGMENT_WIDTH = 116;
    private static final int MARGIN = 22;
    private static final int GAP = 34;
    private static final int TOP = 44;
    private static final int LANE = 30;

    /** A host's box; {@code rows} gives the middle of each interface's row. */
    record Box(int x, int y, int width, int height, Map<String, Integer> rows) {}

    /** A segment's bar: its middle, its ends, and whether its name stands below, where a neighbour's stands above. */
    record Bar(int x, int top, int bottom, boolean labelBelow) {}

    private final Map<String, Box> boxes = new LinkedHashMap<>();
    private final Map<String, Bar> bars = new LinkedHashMap<>();
    private int width;
    private int height = TOP;

    private Layout() {}

    /** Lays out a topology; its parts that hang together are put under each other. */
    static Layout of(Topology topology) {
        Layout layout = new Layout();
        Set<String> left = new LinkedHashSet<>();
        topology.hosts().forEach(h -> left.add(h.name()));
        while (!left.isEmpty()) {
            layout.component(topology, topology.host(end(topology, left)).orElseThrow(), left);
        }
        layout.height += MARGIN - GAP;
        return layout;
    }

    Map<String, Box> boxes() {
        return boxes;
    }

    Map<String, Bar> bars() {
        return bars;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** The first of the hosts with the fewest cables: the left end of the drawing. */
    private static String end(Topology topology, Set<String> left) {
        String best = left.iterator().next();
        long fewest = Long.MAX_VALUE;
        for (Node host : topology.hosts()) {
            long cables =
                    host.ports().stream().filter(p -> !p.segment().isEmpty()).count();
            if (left.contains(host.name()) && cables > 0 && cables < fewest) {
                best = host.name();
                fewest = cables;
            }
        }
        return best;
    }

    private void component(Topology topology, Node first, Set<String> left) {
        Map<String, Integer> segmentColumn = new LinkedHashMap<>();
        TreeMap<Integer, List<Node>> columns = columns(topology, first, segmentColumn);
        int top = height;
        int tallest = 0;
        for (List<Node> column : columns.values()) {
            tallest = Math.max(tallest, columnHeight(column));
        }
        for (var entry : columns.entrySet()) {
            int x = MARGIN + entry.getKey() / 2 * (HOST_WIDTH + SEGMENT_WIDTH);
            int y = top + (tallest - columnHeight(entry.getValue())) / 2;
            for (Node host : entry.getValue()) {
                Box box = box(host, x, y);
                boxes.put(host.name(), box);
                left.remove(host.name());
                y += box.height() + GAP;
                width = Math.max(width, x + HOST_WIDTH + MARGIN);
            }
        }
        Map<Integer, Integer> lanes = new HashMap<>();
        for (int column : segmentColumn.values()) {
            lanes.merge(column, 1, Integer::sum);
        }
        Map<Integer, Integer> used = new HashMap<>();
        segmentColumn.forEach((segment, column) -> {
            int lane = used.merge(column, 1, Integer::sum) - 1;
            double shift = LANE * (lane - (lanes.getOrDefault(column, 1) - 1) / 2.0);
            bar(topology, segment, column, (int) shift, lane % 2 == 1);
        });
        height = top + tallest + GAP;
    }

    /** Breadth first from {@code first}: hosts in even columns, segments in odd ones. */
    private static TreeMap<Integer, List<Node>> columns(
            Topology topology, Node first, Map<String, Integer> segmentColumn) {
        Map<String, Integer> hostColumn = new HashMap<>(Map.of(first.name(), 0));
        TreeMap<Integer, List<Node>> columns = new TreeMap<>(Map.of(0, new ArrayList<>(List.of(first))));
        Deque<Node> queue = new ArrayDeque<>(List.of(first));
        while (!queue.isEmpty()) {
            Node host = queue.remove();
            int column = hostColumn.getOrDefault(host.name(), 0);
            for (Port port : host.ports()) {
                if (port.segment().isEmpty() || segmentColumn.putIfAbsent(port.segment(), column + 1) != null) {
                    continue;
                }
                for (Node other : topology.hosts()) {
                    boolean plugged =
                            other.ports().stream().anyMatch(p -> p.segment().equals(port.segment()));
                    if (plugged && hostColumn.putIfAbsent(other.name(), column + 2) == null) {
                        columns.computeIfAbsent(column + 2, c -> new ArrayList<>())
                                .add(other);
                        queue.add(other);
                    }
                }
            }
        }
        return columns;
    }

    private void bar(Topology topology, String segment, int column, int shift, boolean labelBelow) {
        int x = MARGIN + (column + 1) / 2 * (HOST_WIDTH + SEGMENT_WIDTH) - SEGMENT_WIDTH / 2 + shift;
        int min = Integer.MAX_VALUE;
        int max = Integer.MIN_VALUE;
        for (Node host : topology.hosts()) {
            for (Port port : host.ports()) {
                Box box = boxes.get(host.name());
                if (port.segment().equals(segment) && box != null) {
                    int y = box.rows().getOrDefault(port.name(), box.y());
                    min = Math.min(min, y);
                    max = Math.max(max, y);
                }
            }
        }
        bars.put(segment, new Bar(x, min - 18, max + 18, labelBelow));
        width = Math.max(width, x + SEGMENT_WIDTH / 2);
    }

    private static int columnHeight(List<Node> hosts) {
        int sum = -GAP;
        for (Node host : hosts) {
            sum += boxHeight(host) + GAP;
        }
        return sum;
    }

    private static int boxHeight(Node host) {
        int lines = host.ports().stream()
                .mapToInt(p -> Math.max(1, p.addresses().size()))
                .sum();
        return HEADER + Math.max(1, lines) * ROW + 14;
    }

    private static Box box(Node host, int x, int y) {
        Map<String, Integer> rows = new LinkedHashMap<>();
        int line = y + HEADER + ROW / 2 + 2;
        for (Port port : host.ports()) {
            rows.put(port.name(), line);
            line += Math.max(1, port.addresses().size()) * ROW;
        }
        return new Box(x, y, HOST_WIDTH, boxHeight(host), rows);
    }
}
