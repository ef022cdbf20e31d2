import { language, LANGUAGES, setLanguage, texts } from "../model/language.ts";

export function LanguageChoice() {
  return (
    <fieldset class="choice">
      <legend class="visually-hidden">{texts.value.languageLabel}</legend>
      {LANGUAGES.map(({ tag, name }) => (
        <label key={tag} lang={tag}>
          <input
            type="radio"
            name="language"
            checked={language.value === tag}
            onChange={() => void setLanguage(tag)}
          />
          <span>{name}</span>
        </label>
      ))}
    </fieldset>
  );
}
