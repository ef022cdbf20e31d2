import { useSignal } from "@preact/signals";
import type { Language } from "../../../locale/languages.ts";
import { language, LANGUAGES, loginTexts, setLanguage } from "../model/language.ts";
import { Choice } from "./choice.tsx";

export function LanguageChoice() {
  const hasFailed = useSignal(false);
  const choose = async (tag: Language) => {
    hasFailed.value = false;
    hasFailed.value = !await setLanguage(tag);
  };
  return (
    <>
      <Choice
        name="language"
        legend={loginTexts.value.languageLabel}
        options={LANGUAGES.map(({ tag, name }) => ({ value: tag, text: name, lang: tag }))}
        // After a failure, the render puts it back.
        value={language.value}
        onChange={(tag) => void choose(tag)}
      />
      {hasFailed.value && <p class="error" role="alert">{loginTexts.value.languageFailed}</p>}
    </>
  );
}
