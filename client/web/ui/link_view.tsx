import { useSignal } from "@preact/signals";
import { isLoopbackHost } from "../../../protocol/text/loopback.ts";
import { copyText } from "../model/copy_text.ts";
import { texts } from "../model/language.ts";
import { Icon } from "./icons.tsx";
import { QrCode } from "./qr_code.tsx";

/** A link with its QR code, to be copied or shown to others. */
export function LinkView({ url }: { readonly url: string }) {
  const t = texts.value;
  const copied = useSignal("");
  const isCopied = copied.value === url;
  const copy = async () => {
    if (await copyText(url)) copied.value = url;
  };
  return (
    <div class="link">
      <QrCode text={url} label={t.links.code(url)} />
      <div class="inline">
        <input
          readOnly
          aria-label={t.links.address}
          value={url}
          onFocus={(event) => event.currentTarget.select()}
        />
        <button type="button" autofocus onClick={copy}>
          <Icon name={isCopied ? "check" : "copy"} /> {isCopied ? t.copied : t.links.copy}
        </button>
      </div>
      <span class="visually-hidden" role="status">{isCopied && t.copied}</span>
      {isLoopbackHost(new URL(url).hostname) && <p class="muted">{t.links.local}</p>}
    </div>
  );
}
