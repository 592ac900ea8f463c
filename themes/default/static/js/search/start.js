/**
 * Asks what the address asks as soon as the engine is there, and only then for what shows answers: on a slow network they
 * would be in each other's way.
 */

import { Asking } from "./asking.js";
import { directory } from "./early.js";
import { day, given, known } from "./question.js";

const { text, tab, filters, limit } = given();

export const asking = new Asking(new URL("meta.bin", location.href).href, directory);

/** The answer to what the address asks, if it asks anything. */
export const first = text ? asking.answer(text, (meta) => ({ limit, tab, day: day(), filters: known(filters, meta) })) : undefined;
// Who shows it is told of a failure; nobody else is.
first?.catch(() => undefined);

const here = (directory ?? Promise.resolve()).catch(() => undefined);
export const page = here.then(() => import("./page.js"));
