package org.ringlab.service.jupyter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.ringlab.service.kernels.KernelMessage;
import org.ringlab.service.kernels.MalformedMessageException;
import org.ringlab.service.kernels.Messages;

/**
 * The default framing of a kernel's web socket: one JSON object with {@code channel}, {@code header}, {@code parent_header},
 * {@code metadata}, {@code content}, as text; with buffers as binary: their number (u32, big endian, the JSON counted), the
 * offset of each, the JSON, the buffers.
 */
final class SocketProtocol {
    /** The subprotocol with binary frames, which {@link KernelMessage} speaks. */
    static final String V1 = "v1.kernel.websocket.jupyter.org";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private SocketProtocol() {}

    /** A message without buffers as text. */
    static String text(KernelMessage message) {
        // The parts are JSON already: putting them together costs no parsing.
        StringBuilder text = new StringBuilder(message.content().length() + 1024);
        String type = Messages.read(message.header()).path("msg_type").asText();
        String id = Messages.read(message.header()).path("msg_id").asText();
        text.append("{\"channel\":").append(quoted(message.channel()));
        text.append(",\"msg_type\":").append(quoted(type));
        text.append(",\"msg_id\":").append(quoted(id));
        text.append(",\"header\":").append(message.header());
        text.append(",\"parent_header\":").append(message.parentHeader());
        text.append(",\"metadata\":").append(message.metadata());
        text.append(",\"content\":").append(message.content());
        return text.append(",\"buffers\":[]}").toString();
    }

    private static String quoted(String value) {
        return TextNode.valueOf(value).toString();
    }

    /** A message with buffers as bytes. */
    static byte[] binary(KernelMessage message) {
        List<byte[]> parts = new ArrayList<>();
        parts.add(text(message).getBytes(StandardCharsets.UTF_8));
        parts.addAll(message.buffers());
        int head = 4 * (parts.size() + 1);
        ByteBuffer bytes = ByteBuffer.allocate(
                head + parts.stream().mapToInt(part -> part.length).sum());
        bytes.putInt(parts.size());
        int offset = head;
        for (byte[] part : parts) {
            bytes.putInt(offset);
            offset += part.length;
        }
        parts.forEach(bytes::put);
        return bytes.array();
    }

    /**
     * Reads a text frame.
     *
     * @throws MalformedMessageException when it is no message
     */
    static KernelMessage parse(String text) throws MalformedMessageException {
        return message(text, List.of());
    }

    /**
     * Reads a binary frame of the default framing.
     *
     * @throws MalformedMessageException when it is no message
     */
    static KernelMessage parse(byte[] bytes) throws MalformedMessageException {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int count = bytes.length < 4 ? 0 : in.getInt();
        if (count < 1 || count > 1024 || bytes.length < 4 * (count + 1)) {
            throw new MalformedMessageException(
                    "a binary frame of " + bytes.length + " bytes with " + count + " parts");
        }
        int[] offsets = new int[count + 1];
        offsets[count] = bytes.length;
        int least = 4 * (count + 1);
        for (int i = 0; i < count; i++) {
            offsets[i] = in.getInt();
            if (offsets[i] < least || offsets[i] > bytes.length) {
                throw new MalformedMessageException("offset " + i + " is " + offsets[i] + ", outside the frame");
            }
            least = offsets[i];
        }
        List<byte[]> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] part = new byte[offsets[i + 1] - offsets[i]];
            System.arraycopy(bytes, offsets[i], part, 0, part.length);
            parts.add(part);
        }
        return message(new String(parts.getFirst(), StandardCharsets.UTF_8), parts.subList(1, count));
    }

    private static KernelMessage message(String text, List<byte[]> buffers) throws MalformedMessageException {
        try {
            JsonNode tree = JSON.readTree(text);
            if (tree == null || !tree.path("header").isObject()) {
                throw new MalformedMessageException("the message has no header");
            }
            return new KernelMessage(
                    tree.path("channel").asText("shell"),
                    tree.path("header").toString(),
                    object(tree.path("parent_header")),
                    object(tree.path("metadata")),
                    object(tree.path("content")),
                    buffers);
        } catch (JsonProcessingException e) {
            throw new MalformedMessageException("the message is no JSON");
        }
    }

    private static String object(JsonNode node) {
        return node.isObject() ? node.toString() : "{}";
    }
}
