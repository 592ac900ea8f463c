/**
 * What runs before the first paint, as one file: the size of the text, what day it is, and which facts have ended by then.
 */

import "./elder.js";
import "./today.js";
import "./expiry.js";
