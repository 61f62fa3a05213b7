package org.ringlab.service.kernels;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A real kernel process, small enough to read: it speaks the frames of the pipes with a codec of its own, so that the
 * service's codec is tested against another's. Its cells are words: {@code echo X}, {@code env}, {@code exists PATH},
 * {@code save X} (a state_save), {@code submit}, {@code started} (the session_start it got), {@code sleep}, {@code die}, {@code memory MB}, {@code flood N}.
 *
 * <p>It is one class file, which is all that the sandbox shows.
 */
public final class SmallKernel {
    private static String sessionStart = "none";
    private static volatile boolean interrupted;
    private static String pendingSubmit = "";
    private static byte[] ballast = {};

    private SmallKernel() {}

    /**
     * Runs until the input ends.
     *
     * @param args {@code --stdio}
     */
    public static void main(String[] args) throws Exception {
        DataInputStream in = new DataInputStream(System.in);
        System.err.println("small kernel started");
        while (true) {
            int length;
            try {
                length = in.readInt();
            } catch (IOException end) {
                return;
            }
            String[] parts = split(in.readNBytes(length));
            if (parts[0].equals("control")) {
                interrupted = true;
                reply(parts, "interrupt_reply", "{\"status\":\"ok\"}");
            } else if (parts[0].equals("ringlab")) {
                ringlab(parts);
            } else {
                interrupted = false;
                // Cells run beside the reading thread, or an interrupt could not arrive.
                Thread cell = new Thread(() -> shell(parts));
                cell.start();
                if (!field(parts[4], "code").equals("sleep")) {
                    cell.join();
                }
            }
        }
    }

    private static void ringlab(String[] parts) throws IOException {
        if (field(parts[1], "msg_type").equals("session_start")) {
            sessionStart = parts[4];
        } else {
            send("iopub", "stream", pendingSubmit, "{\"name\":\"stdout\",\"text\":" + quote(parts[4]) + "}");
        }
    }

    private static void shell(String[] parts) {
        try {
            switch (field(parts[1], "msg_type")) {
                case "kernel_info_request" -> {
                    send("iopub", "status", parts[1], "{\"execution_state\":\"busy\"}");
                    reply(
                            parts,
                            "kernel_info_reply",
                            "{\"status\":\"ok\",\"protocol_version\":\"5.4\",\"implementation\":\"small\","
                                    + "\"implementation_version\":\"1\",\"banner\":\"small\",\"language_info\":{\"name\":\"words\","
                                    + "\"version\":\"1\",\"mimetype\":\"text/plain\",\"file_extension\":\".txt\"}}");
                    send("iopub", "status", parts[1], "{\"execution_state\":\"idle\"}");
                }
                case "execute_request" -> {
                    send("iopub", "status", parts[1], "{\"execution_state\":\"busy\"}");
                    String result = run(field(parts[4], "code"), parts[1]);
                    send("iopub", "stream", parts[1], "{\"name\":\"stdout\",\"text\":" + quote(result) + "}");
                    reply(
                            parts,
                            "execute_reply",
                            "{\"status\":\"ok\",\"execution_count\":1,\"payload\":[],\"user_expressions\":{}}");
                    send("iopub", "status", parts[1], "{\"execution_state\":\"idle\"}");
                }
                default ->
                    reply(parts, field(parts[1], "msg_type").replace("request", "reply"), "{\"status\":\"error\"}");
            }
        } catch (Exception e) {
            e.printStackTrace();
        }
    }

    private static String run(String code, String header) throws Exception {
        String[] words = code.split(" ", 2);
        String argument = words.length > 1 ? words[1] : "";
        switch (words[0]) {
            case "echo":
                return argument;
            case "env":
                return System.getenv().toString();
            case "exists":
                return Boolean.toString(Files.exists(Path.of(argument)));
            case "started":
                return sessionStart;
            case "save":
                send(
                        "ringlab",
                        "state_save",
                        "{}",
                        "{\"lab\":\"" + argument + "\",\"log\":[{\"host\":\"r\",\"script\":\"x\"}]}");
                return "saved";
            case "submit":
                pendingSubmit = header;
                send("ringlab", "submit_request", "{}", "{\"exercise\":null,\"cells\":{}}");
                return "asked";
            case "sleep":
                while (!interrupted) {
                    Thread.sleep(5);
                }
                return "interrupted";
            case "die":
                System.err.println("dying as asked");
                Runtime.getRuntime().halt(3);
                return "";
            case "memory":
                ballast = new byte[Integer.parseInt(argument) << 20];
                java.util.Arrays.fill(ballast, (byte) 1);
                return "holding " + ballast.length;
            case "flood":
                for (int i = 0; i < Integer.parseInt(argument); i++) {
                    send("iopub", "stream", header, "{\"name\":\"stdout\",\"text\":\"line " + i + "\\n\"}");
                }
                return "done";
            default:
                return "unknown: " + code;
        }
    }

    private static void reply(String[] request, String type, String content) throws IOException {
        send(request[0], type, request[1], content);
    }

    private static synchronized void send(String channel, String type, String parent, String content)
            throws IOException {
        String header = "{\"msg_id\":\"k" + System.nanoTime() + "\",\"msg_type\":\"" + type
                + "\",\"session\":\"small\",\"username\":\"k\",\"date\":\"2026-01-01T00:00:00Z\",\"version\":\"5.4\"}";
        byte[][] parts = new byte[5][];
        String[] texts = {channel, header, parent, "{}", content};
        int size = 8 * 7;
        for (int i = 0; i < 5; i++) {
            parts[i] = texts[i].getBytes(StandardCharsets.UTF_8);
            size += parts[i].length;
        }
        ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(6);
        long at = 8 * 7;
        for (byte[] part : parts) {
            out.putLong(at);
            at += part.length;
        }
        out.putLong(at);
        for (byte[] part : parts) {
            out.put(part);
        }
        DataOutputStream pipe = new DataOutputStream(System.out);
        pipe.writeInt(size);
        pipe.write(out.array());
        pipe.flush();
    }

    private static String[] split(byte[] message) {
        ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        int count = (int) in.getLong();
        int[] offsets = new int[count];
        for (int i = 0; i < count; i++) {
            offsets[i] = (int) in.getLong();
        }
        String[] parts = new String[5];
        for (int i = 0; i < 5; i++) {
            parts[i] = new String(message, offsets[i], offsets[i + 1] - offsets[i], StandardCharsets.UTF_8);
        }
        return parts;
    }

    private static String field(String json, String name) {
        Matcher field = Pattern.compile("\"" + name + "\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"")
                .matcher(json);
        return field.find() ? field.group(1) : "";
    }

    private static String quote(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }
}
