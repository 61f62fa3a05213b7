package org.ringlab.service.pages;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import org.ringlab.display.JourneyHtml;

/** The display module's own style sheet for drawings, as a file: the pages allow no style elements. */
@Path("/assets/drawings.css")
public class DrawingStyle {
    /** The rules. */
    @GET
    @Produces("text/css")
    public String css() {
        return JourneyHtml.CSS;
    }
}
