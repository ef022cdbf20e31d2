/** Reads what an earlier visit stored; empty if there is nothing, or the browser stores nothing for this page. */
export function load(key: string): string {
  try {
    return localStorage.getItem(key) ?? "";
  } catch {
    return "";
  }
}

/** Stores a value for later visits, unless the browser stores nothing for this page. */
export function store(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Then the default applies again on the next visit.
  }
}
