package org.ringlab.jupyter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import org.junit.jupiter.api.Test;
import org.ringlab.jupyter.wire.Channel;

/** The protocol over pipes. */
final class FrameProtocolTest extends ProtocolTest {
    FrameProtocolTest() {
        super(KernelUnderTest.Kind.FRAMES);
    }

    @Test
    void aShutdownIsAnsweredAndEndsTheKernel() {
        try (KernelUnderTest kernel = new KernelUnderTest(KernelUnderTest.Kind.FRAMES)) {
            kernel.client().send(Channel.CONTROL, "shutdown_request", Client.json("{\"restart\": true}"));
            JsonObject reply = kernel.client().take(Channel.CONTROL).content();
            assertEquals("ok", reply.get("status").getAsString());
            assertTrue(reply.get("restart").getAsBoolean());
            assertTrue(kernel.ended());
        }
    }

    @Test
    void theEndOfThePipeEndsTheKernel() {
        try (KernelUnderTest kernel = new KernelUnderTest(KernelUnderTest.Kind.FRAMES)) {
            kernel.client().close();
            assertTrue(kernel.ended());
        }
    }
}
