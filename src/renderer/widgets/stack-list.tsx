import { ChevronRight } from "lucide-react";
import { useState, type ReactNode } from "react";
import "./stack-list.css";

/** A frame as it is shown. */
export interface ShownFrame {
  readonly func: string;
  readonly file: string;
  readonly line: number;
}

export interface StackListProps {
  /** Leaf first. */
  readonly frames: readonly ShownFrame[];
  /** Frame to mark; -1 for none. */
  readonly markedAt: number;
  /** "3 runtime frames" */
  readonly foldedText: (count: number) => string;
  readonly onFrame: (frame: ShownFrame) => void;
}

/** A run of frames: of the runtime, folded together, or a single other one. */
interface Run {
  readonly start: number;
  readonly end: number;
  readonly isRuntime: boolean;
}

function isRuntime({ func }: ShownFrame): boolean {
  return func.startsWith("runtime.") || func.startsWith("internal/runtime/");
}

/** Runs of runtime frames, and every other frame by itself. */
function runsOf(frames: readonly ShownFrame[]): Run[] {
  const runs: Run[] = [];
  frames.forEach((frame, at) => {
    const last = runs.at(-1);
    const inRuntime = isRuntime(frame);
    if (inRuntime && last?.isRuntime === true) {
      runs[runs.length - 1] = { ...last, end: at + 1 };
    } else {
      runs.push({ start: at, end: at + 1, isRuntime: inRuntime });
    }
  });
  return runs;
}

/** A stack, leaf first; frames of the runtime are folded until asked for. */
export function StackList(props: StackListProps): ReactNode {
  const { frames, markedAt, onFrame } = props;
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  return (
    <ol className="ls-stack">
      {runsOf(frames).map(({ start, end, isRuntime: isFolded }) =>
        isFolded && end - start > 1 && !open.has(start) ? (
          <li key={start}>
            <button
              type="button"
              className="ls-stack__fold"
              aria-expanded={false}
              onClick={() => setOpen(new Set(open).add(start))}
            >
              <ChevronRight size={12} strokeWidth={1.5} aria-hidden />
              {props.foldedText(end - start)}
            </button>
          </li>
        ) : (
          frames.slice(start, end).map((frame, i) => (
            <li key={start + i}>
              <button
                type="button"
                className="ls-stack__frame"
                data-runtime={isRuntime(frame) ? "" : undefined}
                data-marked={start + i === markedAt ? "" : undefined}
                title={frame.file}
                onClick={() => onFrame(frame)}
              >
                <span className="ls-stack__func">{frame.func}</span>
                <span className="ls-stack__place">{placeOf(frame)}</span>
              </button>
            </li>
          ))
        ),
      )}
    </ol>
  );
}

function placeOf({ file, line }: ShownFrame): string {
  const name = file.slice(
    Math.max(file.lastIndexOf("/"), file.lastIndexOf("\\")) + 1,
  );
  return line > 0 ? `${name}:${line}` : name;
}
