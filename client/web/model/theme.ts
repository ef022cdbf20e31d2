import { effect, signal } from "@preact/signals";
import { load, store } from "./local_storage.ts";

export const THEMES = ["system", "light", "dark"] as const;

/** Whether the page is light or dark, or as the system is. */
export type Theme = typeof THEMES[number];

const KEY = "chat.theme";

export const theme = signal<Theme>(THEMES.find((one) => one === load(KEY)) ?? "system");

/** Changes the theme, also for later visits. */
export function setTheme(next: Theme): void {
  theme.value = next;
  store(KEY, next);
}

/** Shows the page in the theme from now on; tokens.css has the colours. */
export function applyTheme(): void {
  effect(() => {
    document.documentElement.dataset["theme"] = theme.value;
    // The colour of the browser's own bar; without an attribute, index.html says which belongs to which theme.
    const bars = document.querySelectorAll<HTMLMetaElement>("meta[name=theme-color]");
    for (const bar of bars) {
      const isOf = bar.dataset["theme"] === theme.value;
      bar.media = theme.value === "system"
        ? `(prefers-color-scheme: ${bar.dataset["theme"]})`
        : isOf
        ? "all"
        : "not all";
    }
  });
}
