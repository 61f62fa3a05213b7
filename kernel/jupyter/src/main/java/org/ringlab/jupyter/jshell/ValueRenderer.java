package org.ringlab.jupyter.jshell;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.Renderer;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.ringlab.jupyter.api.Html;

/** Values of Java cells as something to see; always with text. */
public final class ValueRenderer {
    private final Renderer renderer = new Renderer();

    /** Knows {@link Html} beside the base library's own types. */
    public ValueRenderer() {
        renderer.createRegistration(Html.class)
                .preferring(MIMEType.TEXT_HTML, MIMEType.TEXT_PLAIN)
                .register((html, context) -> {
                    context.renderIfRequested(MIMEType.TEXT_HTML, html::html);
                    context.renderIfRequested(MIMEType.TEXT_PLAIN, html::text);
                });
    }

    /** The value; {@code null} is the text null. */
    public DisplayData render(@Nullable Object value) {
        if (value == null) {
            return new DisplayData("null");
        }
        if (value.getClass().isArray()) {
            String nested = Arrays.deepToString(new Object[] {value});
            return new DisplayData(nested.substring(1, nested.length() - 1));
        }
        DisplayData data = renderer.render(value);
        if (!data.hasDataForType(MIMEType.TEXT_PLAIN)) {
            data.putText(String.valueOf(value));
        }
        return data;
    }
}
