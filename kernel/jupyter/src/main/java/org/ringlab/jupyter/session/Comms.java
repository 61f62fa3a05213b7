package org.ringlab.jupyter.session;

import com.google.gson.JsonObject;
import io.github.spencerpark.jupyter.messages.MessageType;
import io.github.spencerpark.jupyter.messages.comm.CommCloseCommand;
import io.github.spencerpark.jupyter.messages.comm.CommMsgCommand;
import io.github.spencerpark.jupyter.messages.comm.CommOpenCommand;
import io.github.spencerpark.jupyter.messages.reply.CommInfoReply;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.ringlab.jupyter.wire.MessageCodec;
import org.ringlab.jupyter.wire.Parent;
import org.ringlab.jupyter.wire.Request;

/** Named conversations between objects here and in the front end: what widgets are made of. */
public final class Comms {
    /** The version of the widget protocol, which front ends ask of every {@code comm_open} they make a widget from. */
    static final String WIDGET_VERSION = "2.1.0";

    /** Takes the data the front end sends on a comm: its id, then the data. */
    public interface Listener extends BiConsumer<String, JsonObject> {}

    private record Comm(String target, Listener listener) {}

    private final MessageCodec codec;
    private final Publisher publisher;
    private final Map<String, Listener> targets = new LinkedHashMap<>();
    private final Map<String, Comm> open = new LinkedHashMap<>();

    /** Publishes by {@code publisher}. */
    public Comms(MessageCodec codec, Publisher publisher) {
        this.codec = codec;
        this.publisher = publisher;
    }

    /** From now on front ends may open comms to {@code target}. */
    public synchronized void register(String target, Listener listener) {
        targets.put(target, listener);
    }

    /**
     * Opens a comm to the front end, with its first data and buffers.
     *
     * @return the new comm's id
     */
    public synchronized String open(
            Parent parent, String target, JsonObject data, List<byte[]> buffers, Listener listener) {
        String id = UUID.randomUUID().toString();
        open.put(id, new Comm(target, listener));
        JsonObject metadata = new JsonObject();
        metadata.addProperty("version", WIDGET_VERSION);
        publisher.custom(
                parent,
                MessageType.COMM_OPEN_COMMAND.getName(),
                codec.tree(new CommOpenCommand(id, target, data)),
                metadata,
                buffers);
        return id;
    }

    /** Sends data on an open comm; to a closed one nothing is sent. */
    public synchronized void send(Parent parent, String id, JsonObject data, List<byte[]> buffers) {
        if (open.containsKey(id)) {
            publisher.custom(
                    parent,
                    MessageType.COMM_MSG_COMMAND.getName(),
                    codec.tree(new CommMsgCommand(id, data)),
                    new JsonObject(),
                    buffers);
        }
    }

    /** Ends a comm. */
    public synchronized void close(Parent parent, String id) {
        if (open.remove(id) != null) {
            sendClose(parent, id);
        }
    }

    synchronized void opened(Request request) {
        CommOpenCommand command = request.content(CommOpenCommand.class);
        Listener listener = targets.get(command.getTargetName());
        if (listener == null) {
            sendClose(request.parent(), command.getCommID()); // nobody here knows that target
            return;
        }
        open.put(command.getCommID(), new Comm(command.getTargetName(), listener));
        listener.accept(command.getCommID(), command.getData());
    }

    synchronized void received(Request request) {
        CommMsgCommand command = request.content(CommMsgCommand.class);
        Comm comm = open.get(command.getCommID());
        if (comm != null) {
            comm.listener().accept(command.getCommID(), command.getData());
        }
    }

    synchronized void closed(Request request) {
        open.remove(request.content(CommCloseCommand.class).getCommID());
    }

    /** The open comms to {@code target}; to all targets where it is empty. */
    synchronized CommInfoReply info(String target) {
        Map<String, CommInfoReply.CommInfo> infos = new LinkedHashMap<>();
        open.forEach((id, comm) -> {
            if (target.isEmpty() || target.equals(comm.target())) {
                infos.put(id, new CommInfoReply.CommInfo(comm.target()));
            }
        });
        return new CommInfoReply(infos);
    }

    private void sendClose(Parent parent, String id) {
        publisher.custom(
                parent,
                MessageType.COMM_CLOSE_COMMAND.getName(),
                codec.tree(new CommCloseCommand(id, new JsonObject())),
                new JsonObject(),
                List.of());
    }
}
