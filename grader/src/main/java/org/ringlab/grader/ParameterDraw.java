package org.ringlab.grader;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ringlab.common.SeededRandom;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;

/** Draws the parameters of hidden scenarios. */
final class ParameterDraw {
    /** A value that is taken is drawn again this often before the draw is given up. */
    private static final int TRIES = 200;

    private final SeededRandom random;
    private final Set<String> taken = new HashSet<>();

    private ParameterDraw(long seed, Collection<String> taken) {
        this.random = new SeededRandom(seed);
        this.taken.addAll(taken);
    }

    /**
     * Draws values, all different from each other and from those taken.
     *
     * @param taken values, as text, that must not be drawn: addresses of the public lab and of the scenario, values of the
     *     hidden scenario
     * @return values by name in the order of drawing; empty where a parameter has no value left
     */
    static Optional<Map<String, Object>> draw(List<Parameter> parameters, long seed, Collection<String> taken) {
        ParameterDraw draw = new ParameterDraw(seed, taken);
        Map<String, Object> values = new LinkedHashMap<>();
        for (Parameter parameter : parameters) {
            Optional<Object> value = draw.next(parameter);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            values.put(parameter.name(), value.get());
        }
        return Optional.of(values);
    }

    private Optional<Object> next(Parameter parameter) {
        for (int i = 0; i < TRIES; i++) {
            Object value = candidate(parameter);
            if (!excluded(parameter, value) && taken.add(String.valueOf(value))) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }

    private Object candidate(Parameter parameter) {
        return switch (parameter) {
            case Parameter.Pick pick ->
                pick.values().get(random.nextInt(pick.values().size()));
            case Parameter.Range range -> range.from() + random.nextInt(range.to() - range.from() + 1);
            case Parameter.AddressIn in -> {
                int hosts = 1 << (32 - in.network().length());
                // Neither the network's own address nor the broadcast address.
                int host = 1 + random.nextInt(hosts - 2);
                yield new Ipv4Address(in.network().network().address().bits() + host).toString();
            }
        };
    }

    private static boolean excluded(Parameter parameter, Object value) {
        return switch (parameter) {
            case Parameter.Pick pick -> false;
            case Parameter.Range range -> range.except().contains(value);
            case Parameter.AddressIn in ->
                in.except().stream().anyMatch(network -> contains(network, String.valueOf(value)));
        };
    }

    private static boolean contains(Ipv4Prefix network, String address) {
        return Ipv4Address.parse(address).filter(network::contains).isPresent();
    }
}
