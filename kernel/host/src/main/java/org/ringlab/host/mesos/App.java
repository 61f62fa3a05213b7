package org.ringlab.host.mesos;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An application as Marathon is asked for it.
 *
 * @param id its path: {@code /web}
 * @param cpus processors a task takes of an offer
 * @param mem MiB a task takes of an offer
 * @param instances how many tasks are wanted
 * @param image the image of its containers
 * @param command what they run; empty for the image's
 * @param containerPort the port inside; 0 for none
 * @param hostPort the port of the agent; 0 for one of the offer
 */
record App(
        String id,
        double cpus,
        double mem,
        int instances,
        String image,
        List<String> command,
        int containerPort,
        int hostPort) {
    /** What came of reading one: the application, or what is wrong. */
    record Read(Optional<App> app, String complaint) {}

    /** Reads what was posted. */
    static Read of(Object tree) {
        if (!(tree instanceof Map<?, ?> map)) {
            return wrong("/", "expected an object");
        }
        String id = text(map, "id");
        if (!id.matches("/?[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")) {
            return wrong(
                    "/id",
                    id.isEmpty()
                            ? "must not be empty"
                            : "must fully match regular expression"
                                    + " '^(([a-z0-9]|[a-z0-9][a-z0-9\\-]*[a-z0-9])\\.)*([a-z0-9]|[a-z0-9][a-z0-9\\-]*[a-z0-9])|(\\.|\\.\\.)$'");
        }
        Map<?, ?> container = map.get("container") instanceof Map<?, ?> c ? c : Map.of();
        Map<?, ?> docker = container.get("docker") instanceof Map<?, ?> d ? d : Map.of();
        String image = text(docker, "image");
        if (image.isEmpty()) {
            return wrong("/container/docker/image", "not simulated: an app without an image of Docker");
        }
        double instances = number(map, "instances", 1);
        double cpus = number(map, "cpus", 1);
        double mem = number(map, "mem", 128);
        if (instances < 0 || instances > 1000 || cpus < 0 || mem < 0) {
            return wrong(
                    instances < 0 || instances > 1000 ? "/instances" : cpus < 0 ? "/cpus" : "/mem",
                    "got a value out of range");
        }
        int inner = 0;
        int outer = 0;
        for (Map<?, ?> holder : List.of(docker, container)) {
            if (holder.get("portMappings") instanceof List<?> ports
                    && !ports.isEmpty()
                    && ports.getFirst() instanceof Map<?, ?> port) {
                inner = (int) number(port, "containerPort", 0) & 0xFFFF;
                outer = (int) number(port, "hostPort", 0) & 0xFFFF;
            }
        }
        String command = text(map, "cmd");
        return new Read(
                Optional.of(new App(
                        id.startsWith("/") ? id : "/" + id,
                        cpus,
                        mem,
                        (int) instances,
                        image,
                        command.isEmpty() ? List.of() : List.of("sh", "-c", command),
                        inner,
                        outer)),
                "");
    }

    private static Read wrong(String path, String text) {
        return new Read(Optional.empty(), path + " " + text);
    }

    private static String text(Map<?, ?> map, String key) {
        return map.get(key) instanceof String s ? s : "";
    }

    static double number(Map<?, ?> map, String key, double otherwise) {
        return map.get(key) instanceof Double d ? d : otherwise;
    }

    /** A number without a fraction where it has none. */
    static Object plain(double number) {
        return number == Math.rint(number) ? (Object) Math.round(number) : (Object) number;
    }

    App with(int wanted) {
        return new App(id, cpus, mem, wanted, image, command, containerPort, hostPort);
    }

    /** Its name without the slash, as it stands in tasks' identifiers. */
    String name() {
        return id.substring(1);
    }

    /** As Marathon shows it, without its tasks. */
    Map<String, Object> tree() {
        Map<String, Object> docker = new LinkedHashMap<>();
        docker.put("image", image);
        if (containerPort > 0) {
            docker.put("network", "BRIDGE");
            Map<String, Object> port = new LinkedHashMap<>();
            port.put("containerPort", containerPort);
            port.put("hostPort", hostPort);
            docker.put("portMappings", List.of(port));
        }
        Map<String, Object> container = new LinkedHashMap<>();
        container.put("type", "DOCKER");
        container.put("docker", docker);
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("id", id);
        tree.put("cpus", plain(cpus));
        tree.put("mem", plain(mem));
        tree.put("instances", instances);
        tree.put("container", container);
        return tree;
    }
}
