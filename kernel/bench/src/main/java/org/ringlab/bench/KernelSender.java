package org.ringlab.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/**
 * Runs in the client's namespace of a real Linux: sends datagrams through the gateway, and prints for each rule set given
 * the processor time one takes in nanoseconds. Linux forwards a packet over virtual cables within the sender's system
 * call, so the sender's time is that of the whole path.
 */
public final class KernelSender {
    private static final int PACKETS = 2000;
    private static final int ROUNDS = 25;

    private KernelSender() {}

    /** {@code args}: files of saved rules, for the gateway's namespace {@code gw}. */
    public static void main(String[] args) throws IOException, InterruptedException {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        try (DatagramChannel channel = DatagramChannel.open()) {
            channel.connect(new InetSocketAddress("172.18.133.212", 53));
            ByteBuffer one = ByteBuffer.allocateDirect(1);
            for (String file : args) {
                Process restore = new ProcessBuilder(
                                "ip", "netns", "exec", "gw", RealKernel.iptables() + "-restore", file)
                        .inheritIO()
                        .start();
                if (restore.waitFor() != 0) {
                    throw new IOException("iptables-restore failed");
                }
                long best = Long.MAX_VALUE;
                for (int round = 0; round < ROUNDS; round++) {
                    long begin = threads.getCurrentThreadCpuTime();
                    for (int i = 0; i < PACKETS; i++) {
                        one.clear();
                        channel.write(one);
                    }
                    best = Math.min(best, (threads.getCurrentThreadCpuTime() - begin) / PACKETS);
                }
                System.out.println(best);
            }
        }
    }
}
