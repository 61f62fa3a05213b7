package org.ringlab.host.mesos;

import org.ringlab.host.container.Container;

/**
 * A task that was launched with part of an offer.
 *
 * @param id the application's name and a number of its own
 * @param app the application's path
 * @param agent where it runs
 * @param container what it runs in
 * @param cpus processors it took
 * @param mem MiB it took
 * @param port the agent's port that leads to it; 0 for none
 */
record MesosTask(String id, String app, Agent agent, Container container, double cpus, double mem, int port) {
    boolean isRunning() {
        return container.isRunning();
    }
}
