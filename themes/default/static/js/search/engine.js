/**
 * All that answers a query, without a page: published as one file, since a browser needs all of it before it can begin.
 */

import "./analysis.js";
import "./asking.js";
import "./decode.js";
import "./lists.js";
import "./names.js";
import "./pack.js";
import "./plan.js";
import "./query.js";
import "./question.js";
import "./run.js";
import "./sounds.js";
