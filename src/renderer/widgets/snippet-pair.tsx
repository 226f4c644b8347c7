import type { ReactNode } from "react";
import "./snippet-pair.css";

export interface SnippetPairProps {
  readonly wrong: string;
  readonly right: string;
  readonly wrongTitle: string;
  readonly rightTitle: string;
}

/** Go code that leaks beside the same without the leak; lines that differ are marked. */
export function SnippetPair(props: SnippetPairProps): ReactNode {
  const { wrong, right } = props;
  return (
    <div className="ls-snippets">
      <Code title={props.wrongTitle} kind="wrong" code={wrong} other={right} />
      <Code title={props.rightTitle} kind="right" code={right} other={wrong} />
    </div>
  );
}

interface CodeProps {
  readonly title: string;
  readonly kind: "wrong" | "right";
  readonly code: string;
  readonly other: string;
}

function Code({ title, kind, code, other }: CodeProps): ReactNode {
  const otherLines = new Set(other.split("\n").map((line) => line.trim()));
  const lines = code.replaceAll("\t", "    ").split("\n");
  return (
    <figure className={`ls-snippet ls-snippet--${kind}`}>
      <figcaption className="ls-snippet__title">{title}</figcaption>
      <pre className="ls-snippet__code" tabIndex={0} aria-label={title}>
        {lines.map((line, i) => (
          <code
            key={`${i}-${line}`}
            className="ls-snippet__line"
            data-changed={
              line.trim() !== "" && !otherLines.has(line.trim())
                ? ""
                : undefined
            }
          >
            {line}
            {"\n"}
          </code>
        ))}
      </pre>
    </figure>
  );
}
