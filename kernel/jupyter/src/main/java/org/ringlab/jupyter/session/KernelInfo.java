package org.ringlab.jupyter.session;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.spencerpark.jupyter.kernel.LanguageInfo;
import io.github.spencerpark.jupyter.messages.reply.KernelInfoReply;
import java.util.List;
import org.ringlab.jupyter.wire.MessageCodec;

/** What the kernel says of itself. */
final class KernelInfo {
    private static final String VERSION = "0.1.0";

    private KernelInfo() {}

    static JsonObject reply(MessageCodec codec) {
        String java = Runtime.version().toString();
        LanguageInfo language = new LanguageInfo.Builder("java")
                .version(java)
                .mimetype("text/x-java")
                .fileExtension(".jshell")
                .pygments("java")
                .codemirror("text/x-java")
                .exporter("script")
                .build();
        String banner = "Ringlab " + VERSION + " (Java " + java + ")\n%help shows what cells can hold.";
        JsonObject reply =
                codec.tree(new KernelInfoReply(MessageCodec.PROTOCOL, "ringlab", VERSION, language, banner, List.of()));
        reply.addProperty("debugger", false);
        JsonArray features = new JsonArray();
        reply.add("supported_features", features);
        return reply;
    }
}
