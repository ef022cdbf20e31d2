import type { ComponentChildren } from "preact";

/** Placeholder for a conversation without messages, or for none: the icon, and what to do. */
export function Empty({ children }: { readonly children: ComponentChildren }) {
  return (
    <div class="empty">
      <img src="icon.svg" alt="" width="72" height="72" />
      {children}
    </div>
  );
}
