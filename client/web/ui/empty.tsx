import type { ComponentChildren } from "preact";

/** What a conversation's place shows while there is nothing else: the icon, and what to do. */
export function Empty({ children }: { readonly children: ComponentChildren }) {
  return (
    <div class="empty">
      <img src="icon.svg" alt="" width="72" height="72" />
      {children}
    </div>
  );
}
