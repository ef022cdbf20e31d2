import { useEffect, useState } from "preact/hooks";
import type { Block, Inline } from "../../conversation/formatted_text.ts";
import { findTerms } from "../../conversation/highlight_terms.ts";
import { parseText } from "../../conversation/parse_text.ts";
import type { CodePart } from "../model/highlight_code.ts";

/** Text of a message, with its formatting, links and names; with search `terms`, as typed, with these highlighted. */
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
  const blocks = parseText(text, self);
  const [first] = blocks;
  if (blocks.length === 1 && first?.kind === "paragraph") return <Parts parts={first.content} />;
  return <Blocks blocks={blocks} />;
}

function Blocks({ blocks }: { readonly blocks: readonly Block[] }) {
  return <>{blocks.map((block, index) => <BlockView key={index} block={block} />)}</>;
}

function BlockView({ block }: { readonly block: Block }) {
  switch (block.kind) {
    case "paragraph":
      return (
        <div class="paragraph">
          <Parts parts={block.content} />
        </div>
      );
    case "quote":
      return (
        <blockquote>
          <Blocks blocks={block.content} />
        </blockquote>
      );
    case "code_block":
      return <CodeBlock language={block.language} text={block.text} />;
  }
}

function Parts({ parts }: { readonly parts: readonly Inline[] }) {
  return <>{parts.map((part, index) => <Part key={index} part={part} />)}</>;
}

function Part({ part }: { readonly part: Inline }) {
  switch (part.kind) {
    case "text":
      return <>{part.text}</>;
    case "code":
      return <code>{part.text}</code>;
    case "bold":
      return (
        <strong>
          <Parts parts={part.content} />
        </strong>
      );
    case "italic":
      return (
        <em>
          <Parts parts={part.content} />
        </em>
      );
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

/** Lines of code. Their colours come when the module that finds them is loaded; until then, and if it fails, there are none. */
function CodeBlock({ language, text }: { readonly language: string; readonly text: string }) {
  const [parts, setParts] = useState<readonly CodePart[]>([{ kind: "plain", text }]);
  useEffect(() => {
    setParts([{ kind: "plain", text }]);
    if (language === "") return;
    let isCurrent = true;
    import("../model/highlight_code.ts").then(({ highlightCode }) => {
      if (isCurrent) setParts(highlightCode(text, language));
    }, () => {});
    return () => {
      isCurrent = false;
    };
  }, [language, text]);
  return (
    <pre tabIndex={0} data-language={language}><code>
      {parts.map(({ kind, text }, index) =>
        kind === "plain" ? text : <span key={index} class={`code-${kind}`}>{text}</span>
      )}
    </code></pre>
  );
}
