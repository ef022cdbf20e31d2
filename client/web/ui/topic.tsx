import { useSignal } from "@preact/signals";

/** Topic of a room, on one line; a click shows all of it. */
export function Topic({ text }: { readonly text: string }) {
  const isWhole = useSignal(false);
  return (
    <p class={`topic ${isWhole.value ? "is-whole" : ""}`}>
      <button
        type="button"
        title={text}
        aria-expanded={isWhole.value}
        onClick={() => isWhole.value = !isWhole.value}
      >
        {text}
      </button>
    </p>
  );
}
