/** Lab files as text: YAML and JSON to plain trees with places, and outcomes to JSON. */
@NullMarked
package org.ringlab.labfile;

import org.jspecify.annotations.NullMarked;
