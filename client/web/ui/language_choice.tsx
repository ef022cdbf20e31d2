import { useSignal } from "@preact/signals";
import type { Language } from "../../../locale/chat_texts.ts";
import { language, LANGUAGES, setLanguage, texts } from "../model/language.ts";

export function LanguageChoice() {
  const hasFailed = useSignal(false);
  const choose = async (tag: Language) => {
    hasFailed.value = false;
    hasFailed.value = !await setLanguage(tag);
  };
  return (
    <fieldset class="choice">
      <legend class="visually-hidden">{texts.value.languageLabel}</legend>
      {LANGUAGES.map(({ tag, name }) => (
        <label key={tag} lang={tag}>
          <input
            type="radio"
            name="language"
            // After a failure, the render puts it back.
            checked={language.value === tag}
            onChange={() => void choose(tag)}
          />
          <span>{name}</span>
        </label>
      ))}
      {hasFailed.value && <p class="error" role="alert">{texts.value.languageFailed}</p>}
    </fieldset>
  );
}
