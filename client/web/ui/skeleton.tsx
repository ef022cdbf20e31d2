import { texts } from "../model/language.ts";

/** Grey bars in place of what is still being loaded. */
export function Skeleton({ lines }: { readonly lines: number }) {
  return (
    <div class="skeleton">
      <span class="visually-hidden">{texts.value.loading}</span>
      {Array.from(
        { length: lines },
        (_, index) => (
          <div key={index} class="skeleton-line" aria-hidden="true">
            <span />
            <span />
          </div>
        ),
      )}
    </div>
  );
}
