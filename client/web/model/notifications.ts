import { signal } from "@preact/signals";
import { load, store } from "./local_storage.ts";

const KEY = "chat.notify";

/** Whether the page notifies while it is hidden. */
export const isNotifying = signal(false);

/** Whether the page came over TLS or from this machine: elsewhere, browsers show no notifications. */
export function isSecure(): boolean {
  return globalThis.isSecureContext;
}

/** Whether the browser has notifications and the user has not denied them to this page. */
export function canNotify(): boolean {
  return isSecure() && typeof Notification !== "undefined" && Notification.permission !== "denied";
}

/**
 * Turns notifications on or off. The browser asks the user for permission the first time.
 *
 * @returns Whether they are on now.
 */
export async function setNotifying(isOn: boolean): Promise<boolean> {
  const isAllowed = isOn && canNotify() && await Notification.requestPermission() === "granted";
  isNotifying.value = isAllowed;
  store(KEY, isAllowed ? "on" : "off");
  return isAllowed;
}

/** Turns notifications on if an earlier visit did and the browser still allows them. */
export function restoreNotifying(): void {
  isNotifying.value = canNotify() && Notification.permission === "granted" && load(KEY) === "on";
}
