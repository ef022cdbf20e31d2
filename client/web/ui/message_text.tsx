import { findTerms } from "../../conversation/highlight_terms.ts";
import { type TextPart, textParts } from "../model/text_parts.ts";

/** Text of a message, with links and highlighted names; with search `terms`, these are highlighted instead. */
export function MessageText({ text, self, terms = [] }: {
  readonly text: string;
  readonly self: string;
  readonly terms?: readonly string[];
}) {
  if (terms.length > 0) {
    return (
      <>
        {findTerms(text, terms).map(({ text, isFound }, index) =>
          isFound ? <mark key={index}>{text}</mark> : text
        )}
      </>
    );
  }
  return <>{textParts(text, self).map((part, index) => <Part key={index} part={part} />)}</>;
}

function Part({ part }: { readonly part: TextPart }) {
  switch (part.kind) {
    case "text":
      return <>{part.text}</>;
    case "name":
      return (
        <b class={part.isSelf ? "mention is-self" : "mention"} data-person={part.text}>
          {part.text}
        </b>
      );
    case "link":
      return <a href={part.href} target="_blank" rel="noopener noreferrer nofollow">{part.text}</a>;
  }
}
