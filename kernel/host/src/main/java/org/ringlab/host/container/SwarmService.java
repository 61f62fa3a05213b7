package org.ringlab.host.container;

import java.util.List;
import java.util.Map;

/** A wish: so many tasks of one image, somewhere in the swarm. */
public final class SwarmService {
    private final String id;
    private final String name;
    private final List<String> command;
    private final Map<String, String> environment;
    private final List<PortMapping> ports;
    private String image;
    private int replicas;

    SwarmService(
            String id,
            String name,
            String image,
            int replicas,
            List<String> command,
            Map<String, String> environment,
            List<PortMapping> ports) {
        this.id = id;
        this.name = name;
        this.image = image;
        this.replicas = replicas;
        this.command = command;
        this.environment = environment;
        this.ports = ports;
    }

    /** Its identifier. */
    public String id() {
        return id;
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** What its tasks run, with its tag. */
    public String image() {
        return image;
    }

    void setImage(String reference) {
        image = reference;
    }

    /** How many tasks it is to have. */
    public int replicas() {
        return replicas;
    }

    void setReplicas(int number) {
        replicas = number;
    }

    /** What stands behind the image. */
    public List<String> command() {
        return command;
    }

    /** Variables of its tasks. */
    public Map<String, String> environment() {
        return environment;
    }

    /** The ports that every node leads to it. */
    public List<PortMapping> ports() {
        return ports;
    }
}
