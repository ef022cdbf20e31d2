/** Most pasted lines that are sent without a question. */
export const MAX_PASTED_LINES = 10;
