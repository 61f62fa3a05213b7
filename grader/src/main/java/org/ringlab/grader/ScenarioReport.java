package org.ringlab.grader;

import java.util.Map;

/**
 * A hidden scenario as it was drawn: for staff, and for replaying.
 *
 * @param id the scenario's id
 * @param seed what its parameters were drawn from
 * @param parameters their values by name, in the order of drawing
 */
public record ScenarioReport(String id, long seed, Map<String, Object> parameters) {}
