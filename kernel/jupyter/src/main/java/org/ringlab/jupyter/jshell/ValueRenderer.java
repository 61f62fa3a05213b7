package org.ringlab.jupyter.jshell;

import com.google.gson.JsonParser;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.Renderer;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.ringlab.jupyter.api.Html;
import org.ringlab.jupyter.api.Plot;

/** Values of Java cells as something to see; always with text. */
public final class ValueRenderer {
    private final Renderer renderer = new Renderer();

    private static final MIMEType VEGA_LITE = MIMEType.parse("application/vnd.vegalite.v5+json");

    /** Knows {@link Html} and {@link Plot} beside the base library's own types. */
    public ValueRenderer() {
        renderer.createRegistration(Plot.class)
                .preferring(VEGA_LITE, MIMEType.TEXT_PLAIN)
                .register((plot, context) -> {
                    context.renderIfRequested(VEGA_LITE, () -> JsonParser.parseString(plot.vegaLite()));
                    context.renderIfRequested(MIMEType.TEXT_PLAIN, plot::text);
                });
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
