package org.ringlab.jupyter;

import io.github.spencerpark.jupyter.kernel.KernelConnectionProperties;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.stream.Stream;
import org.ringlab.jupyter.wire.FrameTransport;
import org.ringlab.jupyter.wire.MessageCodec;
import org.ringlab.jupyter.wire.Transport;
import org.ringlab.jupyter.wire.ZmqTransport;

/**
 * The kernel's program: {@code KernelMain CONNECTION_FILE} serves a Jupyter client over ZMQ, {@code KernelMain --stdio}
 * its parent process over standard input and output, and {@code KernelMain --train} runs a short session for the JDK's
 * AOT cache.
 */
public final class KernelMain {
    private static final String USAGE = "usage: KernelMain CONNECTION_FILE | --stdio | --train";

    private KernelMain() {}

    /** Starts the kernel; exit status 2 for a wrong call, 1 where the connection file can't be used. */
    public static void main(String[] args) {
        // The process's own streams, before anything can print to them by accident.
        PrintStream log = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        List<String> arguments = List.of(args);
        if (arguments.isEmpty()) {
            log.println(USAGE);
            System.exit(2);
        }
        MessageCodec codec = new MessageCodec();
        try (Transport transport = transport(arguments.get(0), codec, log);
                Kernel kernel = Kernel.create(codec, transport, log::println)) {
            kernel.takeStandardStreams();
            if (arguments.get(0).equals("--stdio")) {
                Thread.ofPlatform().daemon().name("ringlab-rehearsal").start(() -> rehearse(codec));
            }
            kernel.run();
        } catch (IOException | GeneralSecurityException | RuntimeException failed) {
            log.println("the kernel can't start: " + failed);
            System.exit(1);
        }
        System.exit(0); // threads that cells left behind don't keep a kernel alive
    }

    /** A kernel that waits for its student plays a lab through, unseen, so that the first cell finds everything loaded. */
    private static void rehearse(MessageCodec codec) {
        TrainingTransport client = new TrainingTransport(codec, TrainingTransport.LAB_CELLS);
        try (Kernel rehearsing = Kernel.withoutJava(codec, client)) {
            rehearsing.run();
        }
    }

    private static Transport transport(String argument, MessageCodec codec, PrintStream log)
            throws IOException, GeneralSecurityException {
        if (argument.equals("--stdio")) {
            return new FrameTransport(
                    new FileInputStream(FileDescriptor.in),
                    new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)),
                    log::println);
        }
        if (argument.equals("--train")) {
            return new TrainingTransport(
                    codec,
                    Stream.concat(TrainingTransport.JAVA.stream(), TrainingTransport.LAB_CELLS.stream())
                            .toList());
        }
        KernelConnectionProperties connection = KernelConnectionProperties.parse(Files.readString(Path.of(argument)));
        return new ZmqTransport(connection, connection.createHMACGenerator(), codec, log::println);
    }
}
