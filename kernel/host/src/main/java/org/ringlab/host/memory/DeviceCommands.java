package org.ringlab.host.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.ringlab.mmu.os.Disk;
import org.ringlab.mmu.os.SendQueue;

/** {@code memory disk …} and {@code memory nic …}. */
final class DeviceCommands {
    private final MemoryBench bench;

    DeviceCommands(MemoryBench bench) {
        this.bench = bench;
    }

    Reply disk(List<String> words) {
        Arguments in = new Arguments(words, List.of("pointers"), List.of());
        String usage = "disk new contiguous|linked|indexed BLOCKS [--pointers N] | create NAME BLOCKS | delete NAME"
                + " | read NAME POSITION | map";
        in.operands(1, 3, usage);
        if (in.problem().isEmpty() && in.word(0).equals("new")) {
            return newDisk(in);
        }
        if (in.problem().isPresent()) {
            return Reply.wrong(in);
        }
        Optional<Disk> disk = bench.disk();
        if (disk.isEmpty()) {
            return Reply.wrong("there is no disk yet (memory disk new)");
        }
        return switch (in.word(0) + " " + in.count()) {
            case "create 3" -> {
                int blocks = in.integer(2, "blocks", 1, 1 << 20);
                yield in.problem().isPresent()
                        ? Reply.wrong(in)
                        : disk.get()
                                .create(in.word(1), blocks)
                                .map(p -> Reply.failed(List.of(p)))
                                .orElse(Reply.silent());
            }
            case "delete 2" ->
                disk.get().delete(in.word(1)) ? Reply.silent() : Reply.failed(List.of(in.word(1) + ": no such file"));
            case "read 3" -> {
                int position = in.integer(2, "position", 0, 1 << 20);
                List<Integer> reads = disk.get().reads(in.word(1), position);
                yield in.problem().isPresent()
                        ? Reply.wrong(in)
                        : reads.isEmpty()
                                ? Reply.failed(List.of(in.word(1) + ": no such block"))
                                : Reply.of(List.of("blocks read: " + join(reads), "reads: " + reads.size()));
            }
            case "map 1" -> map(disk.get());
            default -> Reply.wrong("usage: memory " + usage);
        };
    }

    private Reply newDisk(Arguments in) {
        String kind = in.oneOf("allocation", in.word(1), List.of("contiguous", "linked", "indexed"));
        int blocks = in.integer(2, "blocks", 1, 1 << 20);
        int pointers = in.integer("pointers", 1, 4096, 128);
        if (in.problem().isPresent()) {
            return Reply.wrong(in);
        }
        bench.put(new Disk(
                switch (kind) {
                    case "linked" -> Disk.Allocation.LINKED;
                    case "indexed" -> Disk.Allocation.INDEXED;
                    default -> Disk.Allocation.CONTIGUOUS;
                },
                blocks,
                pointers));
        return Reply.silent();
    }

    private static Reply map(Disk disk) {
        List<String> lines = new ArrayList<>();
        for (Disk.StoredFile file : disk.files()) {
            lines.add(file.name() + ": " + (file.index() < 0 ? "" : "index " + file.index() + ", ") + "blocks "
                    + join(file.blocks()));
        }
        lines.add("free: " + disk.map().stream().filter(String::isEmpty).count() + " of "
                + disk.map().size());
        return Reply.of(lines);
    }

    private static String join(List<Integer> numbers) {
        return String.join(" ", numbers.stream().map(String::valueOf).toList());
    }

    Reply nic(List<String> words) {
        Arguments in = new Arguments(words, List.of(), List.of());
        String usage = "nic new BITS-PER-SECOND CAPACITY | send NANOSECONDS BYTES";
        in.operands(3, 3, usage);
        if (in.problem().isPresent()) {
            return Reply.wrong(in);
        }
        if (in.word(0).equals("new")) {
            int rate = in.integer(1, "rate", 1000, Integer.MAX_VALUE);
            int capacity = in.integer(2, "capacity", 1, 1_000_000);
            if (in.problem().isPresent()) {
                return Reply.wrong(in);
            }
            bench.put(new SendQueue(rate, capacity));
            return Reply.silent();
        }
        Optional<SendQueue> queue = bench.queue();
        if (queue.isEmpty() || !in.word(0).equals("send")) {
            return Reply.wrong(queue.isEmpty() ? "there is no card yet (memory nic new)" : "usage: memory " + usage);
        }
        long now = in.number(1, "nanoseconds");
        int bytes = in.integer(2, "bytes", 1, 65_535);
        if (in.problem().isEmpty() && (now < bench.queueTime() || now > Long.MAX_VALUE / 2)) {
            in.wrong("nanoseconds: " + in.word(1) + " (allowed: " + bench.queueTime() + " to " + Long.MAX_VALUE / 2
                    + ")");
        }
        if (in.problem().isPresent()) {
            return Reply.wrong(in);
        }
        bench.queueTime(now);
        OptionalLong leaves = queue.get().send(now, bytes);
        return leaves.isPresent()
                ? Reply.of(List.of("leaves at " + leaves.getAsLong() + " ns, waiting "
                        + queue.get().waiting(now)))
                : Reply.failed(List.of("the queue is full: dropped"));
    }
}
