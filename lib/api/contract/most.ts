/** How much one question may name. Apart from the schemas, which a page has no need of before it asks again. */

/** How many orchestrators stand beside each other. */
export const MOST_COMPARED = 4

/** So many offerings' histories are answered at once: a screen of rows, and what is near it. */
export const MAX_HISTORIES = 60
