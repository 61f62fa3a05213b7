package org.ringlab.jupyter.wire;

import com.google.gson.JsonObject;
import io.github.spencerpark.jupyter.messages.Message;

/**
 * A message that came in, decoded.
 *
 * @param channel where it came in
 * @param type {@code msg_type} as sent, also where the base library doesn't know it
 * @param message as the base library reads it
 * @param content the content as sent, with the protocol's defaults filled in
 * @param metadata the metadata as sent
 * @param parent what an answer needs to know of this
 */
public record Request(
        Channel channel, String type, Message<?> message, JsonObject content, JsonObject metadata, Parent parent) {
    /**
     * The content as the base library's class.
     *
     * @throws ClassCastException where the message is of another type
     */
    public <T> T content(Class<T> type) {
        return type.cast(message.getContent());
    }
}
