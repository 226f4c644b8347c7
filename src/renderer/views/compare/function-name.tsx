import type { ReactNode } from "react";

/** Where the package's last element begins: after the last "/" before any bracket. */
function shortStart(name: string): number {
  const bracket = name.search(/[[(]/);
  const path = bracket < 0 ? name : name.slice(0, bracket);
  return path.lastIndexOf("/") + 1;
}

/**
 * A function by the part that tells it apart, the folders of its package after it:
 * `session.(*Store).Begin  github.com/northwind/orders-api/internal`.
 */
export function FunctionName({ name }: { readonly name: string }): ReactNode {
  const start = shortStart(name);
  return (
    <>
      {name.slice(start)}
      {start > 0 && (
        <span className="ls-muted">{`  ${name.slice(0, start - 1)}`}</span>
      )}
    </>
  );
}
