package org.ringlab.jupyter.session;

/**
 * A cell about to run.
 *
 * @param code its source
 * @param id the notebook's id of the cell; empty where the front end sends none
 * @param count the number of this execution
 * @param output where it shows things
 */
public record Cell(String code, String id, int count, CellOutput output) {}
