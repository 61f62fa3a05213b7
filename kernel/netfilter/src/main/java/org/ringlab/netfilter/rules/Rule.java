package org.ringlab.netfilter.rules;

/** A rule: placeholder, the rule model's author replaces it. */
public final class Rule {}
