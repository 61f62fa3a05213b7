package org.ringlab.virt.schema;

import java.util.List;
import org.ringlab.virt.Identity;
import org.ringlab.virt.network.Ipv4;

/** The kinds of values in libvirt's schemas (basictypes.rng). */
final class Values {
    private static final String UNIT = "([bB]([yY][tT][eE][sS]?)?)|([kKmMgGtTpPeE]([iI]?[bB])?)";

    private Values() {}

    /** Whether a text is a value of a kind: a named kind, or one of {@code a|b|c}. */
    static boolean fits(String kind, String text) {
        return switch (kind) {
            case "any" -> true;
            case "text" -> !text.isEmpty();
            case "uint" -> text.strip().matches("[0-9]+");
            case "int" -> text.strip().matches("-?[0-9]+");
            case "size" -> text.strip().matches("[0-9]+");
            case "vcpus" -> text.strip().matches("[0-9]{1,5}");
            case "unit" -> text.matches(UNIT);
            case "uuid" -> Identity.uuid(text).isPresent();
            case "mac" -> text.matches("[a-fA-F0-9][02468aAcCeE](:[a-fA-F0-9]{2}){5}");
            case "ip" -> Ipv4.parse(text).isPresent() || text.matches("[0-9a-fA-F:]*:[0-9a-fA-F:.]*");
            case "prefix" -> text.matches("[0-9]{1,3}") && Integer.parseInt(text) <= 128;
            case "path" -> text.startsWith("/");
            case "name" -> !text.isEmpty() && text.indexOf('/') < 0 && text.indexOf('\n') < 0;
            case "device" -> text.matches("[a-zA-Z0-9_.\\\\:/-]+");
            case "target" -> text.matches("(ioemu:)?(fd|hd|sd|vd|xvd|ubd)[a-zA-Z0-9_]+");
            case "port" -> text.matches("-?1|[0-9]{1,5}");
            case "hex" -> text.matches("(0x)?[0-9a-fA-F]{1,8}");
            case "bool" -> text.equals("yes") || text.equals("no");
            case "switch" -> text.equals("on") || text.equals("off");
            default -> List.of(kind.split("\\|")).contains(text.strip());
        };
    }
}
