/** Version of the program; equal to `version` in `deno.json`, as a test checks. */
export const VERSION = "0.1.0";
