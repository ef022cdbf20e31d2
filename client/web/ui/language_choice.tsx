import { language, LANGUAGE_NAMES, setLanguage, texts } from "../model/language.ts";

export function LanguageChoice() {
  return (
    <fieldset class="choice">
      <legend class="visually-hidden">{texts.value.languageLabel}</legend>
      {LANGUAGE_NAMES.map(({ tag, name }) => (
        <label key={tag} lang={tag}>
          <input
            type="radio"
            name="language"
            checked={language.value === tag}
            onChange={() => setLanguage(tag)}
          />
          <span>{name}</span>
        </label>
      ))}
    </fieldset>
  );
}
