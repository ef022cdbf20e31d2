/** One of a few values, as radio buttons side by side. */
export function Choice<T extends string>({ name, legend, options, value, onChange }: {
  /** Unique on the page. */
  readonly name: string;
  readonly legend: string;
  /** The values, each with its text and, if that differs from the page's, the language of the text. */
  readonly options: readonly { readonly value: T; readonly text: string; readonly lang?: string }[];
  readonly value: T;
  readonly onChange: (value: T) => void;
}) {
  return (
    <fieldset class="choice">
      <legend class="visually-hidden">{legend}</legend>
      {options.map((option) => (
        <label key={option.value} lang={option.lang}>
          <input
            type="radio"
            name={name}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          <span>{option.text}</span>
        </label>
      ))}
    </fieldset>
  );
}
