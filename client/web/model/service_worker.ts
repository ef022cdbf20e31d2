import { effect } from "@preact/signals";
import type { Chat } from "./chat.ts";

const URL_OF_WORKER = "service_worker.js";

/** The part of Trusted Types that is used here; browsers without them take the URL itself. */
interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(): string }): {
    createScriptURL(input: string): string;
  };
}

/**
 * Makes the browser keep the page, to open it offline, once a user has signed in: until then the first view loads alone. On
 * plain HTTP from another machine browsers have no service workers.
 */
export function keepPage(chat: Chat): void {
  if (!("serviceWorker" in navigator)) return;
  const stop = effect(() => {
    if (chat.login.phase.value !== "in") return;
    queueMicrotask(() => stop());
    // The browser keeps nothing for this page, in a private window for example.
    register().catch(() => {});
  });
}

async function register(): Promise<void> {
  const { trustedTypes } = globalThis as { readonly trustedTypes?: TrustedTypes };
  const policy = trustedTypes?.createPolicy("service-worker", {
    createScriptURL: () => URL_OF_WORKER,
  });
  await navigator.serviceWorker.register(policy?.createScriptURL("") ?? URL_OF_WORKER);
}
