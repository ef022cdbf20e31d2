/** The version of the program; that of `deno.json`, as a test checks. */
export const VERSION = "0.1.0";
