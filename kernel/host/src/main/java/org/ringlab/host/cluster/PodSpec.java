package org.ringlab.host.cluster;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a pod is to be: one container.
 *
 * @param labels what selectors look at
 * @param container the container's name
 * @param image as written
 * @param command in place of the image's, or empty
 * @param arguments behind the entry point, or empty
 * @param port the port it names; 0 for none
 */
public record PodSpec(
        Map<String, String> labels,
        String container,
        String image,
        List<String> command,
        List<String> arguments,
        int port) {
    /** Whether all labels of a selector are there. */
    public boolean matches(Map<String, String> selector) {
        return !selector.isEmpty()
                && selector.entrySet().stream().allMatch(e -> e.getValue().equals(labels.get(e.getKey())));
    }

    /** The same with one more label. */
    PodSpec with(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(labels);
        more.put(key, value);
        return new PodSpec(more, container, image, command, arguments, port);
    }
}
