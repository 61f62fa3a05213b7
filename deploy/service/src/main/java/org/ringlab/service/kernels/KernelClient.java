package org.ringlab.service.kernels;

/** A browser or another Jupyter client connected to a kernel's channels. */
public interface KernelClient {
    /**
     * Delivers a message; may block while the client is slow.
     *
     * @param message from the kernel
     */
    void deliver(KernelMessage message);

    /** Tells the client that the kernel is gone for good: nothing more will be delivered. */
    void kernelGone();
}
