package org.ringlab.grader.isolated;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.ringlab.javaanswer.JsonTree;

/** One child process, and the one exchange at a time with it. What it says is untrusted. */
final class AnswerChild implements AutoCloseable {
    /** Statuses of a process that the Linux kernel ended: SIGKILL and SIGXCPU. */
    private static final int KILLED = 137;

    private static final int CPU_USED_UP = 152;

    private final Process process;
    private final DataOutputStream out;
    private final DataInputStream in;

    AnswerChild(Process process) {
        this.process = process;
        out = new DataOutputStream(process.getOutputStream());
        in = new DataInputStream(process.getInputStream());
    }

    /** What came of an exchange. */
    sealed interface Outcome {
        /** It answered. */
        record Answered(@Nullable Object tree) implements Outcome {}

        /** It took longer than it may, by the clock on the wall. */
        record Overrun() implements Outcome {}

        /** It ended or said something impossible: {@code cpu}, {@code ended}, {@code too-much}, {@code not-a-value}. */
        record Broken(String why) implements Outcome {}
    }

    /** Asks, and waits for the answer. After anything but an answer the child is dead. */
    Outcome ask(@Nullable Object request, int wallSeconds, int replyBytes, ScheduledExecutorService watch) {
        AtomicBoolean late = new AtomicBoolean();
        ScheduledFuture<?> alarm = watch.schedule(
                () -> {
                    late.set(true);
                    process.destroyForcibly();
                },
                wallSeconds,
                TimeUnit.SECONDS);
        try {
            byte[] bytes = JsonTree.write(request);
            out.writeInt(bytes.length);
            out.write(bytes);
            out.flush();
            int length = in.readInt();
            if (length < 0 || length > replyBytes) {
                close();
                return new Outcome.Broken("too-much");
            }
            byte[] reply = in.readNBytes(length);
            if (reply.length == length) {
                return read(reply);
            }
        } catch (IOException ended) {
            // said below
        } finally {
            alarm.cancel(false);
        }
        if (late.get()) {
            return new Outcome.Overrun();
        }
        boolean usedUp = isUsedUp();
        kill();
        return new Outcome.Broken(usedUp ? "cpu" : "ended");
    }

    private Outcome read(byte[] reply) {
        try {
            return new Outcome.Answered(JsonTree.read(reply));
        } catch (IOException noJson) {
            close();
            return new Outcome.Broken("not-a-value");
        }
    }

    private boolean isUsedUp() {
        try {
            if (process.waitFor(2, TimeUnit.SECONDS)) {
                int status = process.exitValue();
                return status == KILLED || status == CPU_USED_UP;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Ends it at once. */
    void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() {
        kill();
    }
}
