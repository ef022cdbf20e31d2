/** Most pasted lines that are sent without a question. */
export const MOST_LINES = 10;
