/**
 * What runs before the first paint, as one file: the size of the text, and the day by which facts end.
 */

import "./elder.js";
import "./expiry.js";
