package org.ringlab.host.replay;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ringlab.virt.Generation;

/**
 * What the recordings' set-ups had done without a row that shows it, as a recording's {@code setup} lists the rest: starting
 * states, declared here once, so that everything else of a replay follows from its rows. Nothing here is an answer, and no
 * command but those of a replay reads it. It was found from what later rows of a session show: bytes that a guest reads, memory in
 * a dumped document, a second host without a network.
 */
final class SetUps {
    private SetUps() {}

    /**
     * Which mebibytes of a qcow2 image a session begins with are filled, and with what byte.
     *
     * @param depth how many images are below it
     */
    static Map<Integer, String> contents(String session, int depth) {
        Map<Integer, String> contents = new LinkedHashMap<>();
        switch (session) {
            // one image that matters: what it holds tells it from nothing
            case "resize" -> contents.putAll(depth == 0 ? Map.of(3, "0x11") : Map.of());
            case "snapshot", "check", "lock" -> contents.putAll(depth == 0 ? Map.of(0, "0x11") : Map.of());
            // a chain: the byte names the image and the mebibyte
            default -> {
                List<Integer> filled = switch (depth) {
                    case 0 -> session.equals("chain") ? List.of(0, 1, 2) : List.of(0, 1);
                    case 1 -> List.of(1, 2);
                    default -> List.of(3);
                };
                String image = List.of("b", "c", "d").get(Math.min(depth, 2));
                filled.forEach(block -> contents.put(block, "0x" + image + block));
            }
        }
        return contents;
    }

    /**
     * What a guest's document said beyond its state.
     *
     * @param memory in MiB
     * @param vcpus how many virtual processors
     * @param cacheNone whether its disks have cache='none'
     */
    record Guest(int memory, int vcpus, boolean cacheNone) {}

    /**
     * That of a guest.
     *
     * @param first whether it is the first of its session
     * @param boots whether it boots a kernel of its own
     */
    static Guest guest(String session, boolean first, boolean boots) {
        boolean tuned = session.equals("tune");
        return new Guest(boots ? 192 : tuned ? 256 : 128, tuned ? 2 : 1, session.equals("mig") && !first);
    }

    /** What was typed on the second host, kvm2, before a row; of that host no state is recorded. */
    static List<String> onSecondHost(Generation generation, String id) {
        return switch (id) {
            case "mig-14" -> generation == Generation.DEB12 ? List.of("virsh destroy vm1") : List.of();
            case "mig-22" -> List.of("virsh net-destroy default");
            case "mig-24" -> List.of("virsh net-undefine default");
            default -> List.of();
        };
    }
}
