package org.ringlab.host.container;

import java.util.List;
import java.util.Map;

/**
 * What {@code docker run} and {@code docker create} were asked for.
 *
 * @param name its name; empty for one of Docker's choice
 * @param image as written
 * @param command what stands behind the image
 * @param entrypoint in place of the image's; empty for the image's
 * @param hostname empty for the first twelve digits of its identifier
 * @param environment its variables, beyond the image's
 * @param ports the published ones
 * @param publishAll whether the image's port is published too ({@code -P})
 * @param network {@code bridge}, {@code host}, {@code none}, {@code container:NAME} or a network's name
 * @param address the address it asks for; empty for the next free one
 * @param volumes {@code HOST:CONTAINER[:ro]}
 * @param memory most bytes, 0 for no limit
 * @param cpus processors' worth of time, 0 for no limit
 * @param shares weight, 0 for the usual one
 * @param restart {@code no}, {@code always}, {@code unless-stopped} or {@code on-failure}
 * @param interactive whether its standard input stays open
 * @param remove whether it goes once it has ended
 * @param aliases more names that containers of its network find it by
 */
public record ContainerSpec(
        String name,
        String image,
        List<String> command,
        String entrypoint,
        String hostname,
        Map<String, String> environment,
        List<PortMapping> ports,
        boolean publishAll,
        String network,
        String address,
        List<String> volumes,
        long memory,
        double cpus,
        long shares,
        String restart,
        boolean interactive,
        boolean remove,
        List<String> aliases) {
    /** What a scheduler asks for that has Docker publish ports itself. */
    public static ContainerSpec published(String name, String image, List<String> command, List<PortMapping> ports) {
        return new ContainerSpec(
                name, image, command, "", "", Map.of(), ports, false, "bridge", "", List.of(), 0, 0, 0, "no", false,
                false, List.of());
    }

    /** What a swarm asks for: it looks after networks and restarts itself. */
    static ContainerSpec task(String name, String image, List<String> command, Map<String, String> environment) {
        return new ContainerSpec(
                name,
                image,
                command,
                "",
                "",
                environment,
                List.of(),
                false,
                "none",
                "",
                List.of(),
                0,
                0,
                0,
                "no",
                false,
                false,
                List.of());
    }
}
