import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

/** Empty modules around the code, for readers to find it. */
const BORDER = 2;

/** QR code of a text. What draws it is loaded when the first one is shown. */
export function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
  const modules = useSignal<readonly (readonly boolean[])[]>([]);
  useEffect(() => {
    // Without it, the address can still be copied.
    import("uqr").then(
      ({ encode }) => modules.value = encode(text, { border: BORDER }).data,
      () => {},
    );
  }, [text]);
  const size = modules.value.length;
  const path = modules.value.flatMap((row, y) =>
    row.map((isDark, x) => isDark ? `M${x} ${y}h1v1h-1` : "")
  ).join("");
  return (
    <svg class="qr-code" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label}>
      <path d={path} />
    </svg>
  );
}
