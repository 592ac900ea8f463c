/**
 * All that shows answers and takes questions, published as one file.
 */

import "./address.js";
import "./combobox.js";
import "./filters.js";
import "./highlight.js";
import "./hit.js";
import "./results.js";
import "./session.js";
import "./status.js";
