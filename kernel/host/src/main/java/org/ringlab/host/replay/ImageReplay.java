package org.ringlab.host.replay;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.ringlab.host.machine.HostImages;
import org.ringlab.host.machine.Session;
import org.ringlab.virt.image.ImageChain;
import org.ringlab.virt.image.ImageException;
import org.ringlab.virt.image.ImageFormat;

/**
 * Rows {@code {"id", "session", "cmd", "images"}}: {@code qemu-img} on images that a session begins with. Recordings name
 * those with format, size and backing file; what they hold is their set-up's, {@link SetUps#contents}.
 */
public final class ImageReplay {
    private static final long MEBIBYTE = 1 << 20;

    private Optional<ReplayedHost> host = Optional.empty();
    private String session = "";

    /** A replay at its beginning. */
    public ImageReplay() {}

    /** Whether a row is one of these. */
    public static boolean takes(Map<String, ?> row) {
        return row.containsKey("images");
    }

    /** Answers a row: {@code {"id", "stdout", "stderr", "rc"}}. */
    public Map<String, Object> answer(Map<String, ?> row) {
        String of = Objects.toString(row.get("session"), "");
        ReplayedHost here = host.orElse(null);
        if (here == null || !of.equals(session)) {
            here = ReplayedHost.boot("recorded", Map.of(), List.of());
            host = Optional.of(here);
            session = of;
            if (row.get("images") instanceof Map<?, ?> images) {
                images.keySet().forEach(name -> make(Objects.toString(name), images));
            }
        }
        return here.answer(row.get("id"), Objects.toString(row.get("cmd"), ""));
    }

    private void make(String name, Map<?, ?> images) {
        if (host.isEmpty() || !(images.get(name) instanceof Map<?, ?> facts)) {
            return;
        }
        String format = Objects.toString(facts.get("format"), "raw");
        StringBuilder line = new StringBuilder("qemu-img create -q -f " + format);
        if (facts.containsKey("backing")) {
            line.append(" -b ").append(facts.get("backing"));
            line.append(" -F ").append(facts.get("backing_format"));
        }
        host.get().run(line + " " + name + " " + facts.get("virtual_size"));
        if (format.equals("qcow2")) {
            SetUps.contents(session, depth(images, name))
                    .forEach((block, mark) ->
                            host.get().run("qemu-io -f qcow2 -c 'write -P " + mark + " " + block + "M 1M' " + name));
        }
    }

    /** How many images are below one. */
    private static int depth(Map<?, ?> images, String name) {
        int depth = 0;
        Object below = name;
        while (depth <= images.size() && images.get(below) instanceof Map<?, ?> facts && facts.containsKey("backing")) {
            below = facts.get("backing");
            depth++;
        }
        return depth;
    }

    /**
     * What a guest reads in the first four mebibytes of an image, as the recordings say it: the byte, and the file of the
     * chain it comes from; empty where the image can't be opened.
     */
    public List<Map<String, Object>> guestView(String name) {
        ReplayedHost here = host.orElseThrow();
        Session terminal = new Session(here.lab().machine(ReplayedHost.NAME));
        terminal.changeDirectory("/root/lab");
        try {
            boolean raw = name.endsWith(".raw");
            ImageChain chain = ImageChain.open(
                    new HostImages(terminal), name, raw ? Optional.of(ImageFormat.RAW) : Optional.empty());
            return List.of(0, 1, 2, 3).stream()
                    .map(block -> block(chain, block))
                    .toList();
        } catch (ImageException e) {
            return List.of();
        }
    }

    private static Map<String, Object> block(ImageChain chain, int block) {
        Map<String, Object> seen = new LinkedHashMap<>();
        seen.put("block", block);
        long at = block * MEBIBYTE;
        if (at >= chain.size()) {
            seen.put("byte", "");
            return seen;
        }
        ImageChain.Part part = chain.part(at);
        seen.put("byte", String.format(Locale.ROOT, "%02x", chain.read(at, 1).at(0)));
        seen.put("from", part.present() ? part.path() : null);
        seen.put("zero", part.zero());
        return seen;
    }
}
