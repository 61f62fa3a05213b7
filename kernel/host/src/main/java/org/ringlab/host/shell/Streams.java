package org.ringlab.host.shell;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A command's streams.
 *
 * @param in standard input
 * @param out standard output
 * @param err standard error
 * @param others what descriptors from 3 on are
 */
public record Streams(Input in, Output out, Output err, Map<Integer, Descriptor> others) {
    /** What is open under a number: to be read, to be written, or both. */
    public record Descriptor(Optional<Input> in, Optional<Output> out) {}

    /** The three that every program has. */
    public Streams(Input in, Output out, Output err) {
        this(in, out, err, Map.of());
    }

    /** The same with other standard streams. */
    Streams with(Input newIn, Output newOut) {
        return new Streams(newIn, newOut, err, others);
    }

    /** What a number stands for; empty where nothing is open under it. */
    public Optional<Descriptor> at(int number) {
        return switch (number) {
            case 0 -> Optional.of(new Descriptor(Optional.of(in), Optional.empty()));
            case 1 -> Optional.of(new Descriptor(Optional.empty(), Optional.of(out)));
            case 2 -> Optional.of(new Descriptor(Optional.empty(), Optional.of(err)));
            default -> Optional.ofNullable(others.get(number));
        };
    }

    /** The same with something opened under a number. */
    Streams with(int number, Descriptor opened) {
        Input input = opened.in().orElse(Input.empty());
        Output output = opened.out().orElse(new Output(text -> {}));
        return switch (number) {
            case 0 -> new Streams(input, out, err, others);
            case 1 -> new Streams(in, output, err, others);
            case 2 -> new Streams(in, out, output, others);
            default -> {
                Map<Integer, Descriptor> more = new TreeMap<>(others);
                more.put(number, opened);
                yield new Streams(in, out, err, more);
            }
        };
    }

    /** The same with a number closed. */
    Streams without(int number) {
        if (number < 3) {
            return with(number, new Descriptor(Optional.empty(), Optional.empty()));
        }
        Map<Integer, Descriptor> fewer = new TreeMap<>(others);
        fewer.remove(number);
        return new Streams(in, out, err, fewer);
    }
}
