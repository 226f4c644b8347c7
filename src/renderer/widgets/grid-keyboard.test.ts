import { describe, expect, it } from "vitest";
import { gridKeyAction, type GridKey } from "./grid-keyboard.ts";

const place = { rowCount: 100, position: 50, pageRows: 20 };
const plain = {
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
};
const press = (key: string, changes: Partial<GridKey> = {}): GridKey => ({
  key,
  ...plain,
  ...changes,
});

describe("gridKeyAction", () => {
  it("moves within the rows", () => {
    const moved = (key: string, position: number): unknown =>
      gridKeyAction(press(key), { ...place, position });
    expect(moved("ArrowDown", 50)).toEqual({ kind: "select", position: 51 });
    expect(moved("ArrowDown", -1)).toEqual({ kind: "select", position: 0 });
    expect(moved("ArrowDown", 99)).toEqual({ kind: "select", position: 99 });
    expect(moved("ArrowUp", 0)).toEqual({ kind: "select", position: 0 });
    expect(moved("PageDown", 90)).toEqual({ kind: "select", position: 99 });
    expect(moved("PageUp", 5)).toEqual({ kind: "select", position: 0 });
    expect(moved("End", -1)).toEqual({ kind: "select", position: 99 });
  });

  it("does nothing without rows", () => {
    expect(
      gridKeyAction(press("ArrowDown"), {
        ...place,
        rowCount: 0,
        position: -1,
      }),
    ).toBeNull();
  });

  it("copies, activates, opens the menu, expands", () => {
    expect(gridKeyAction(press("c", { ctrlKey: true }), place)).toEqual({
      kind: "copy",
    });
    expect(gridKeyAction(press("Enter"), place)).toEqual({ kind: "activate" });
    expect(gridKeyAction(press("F10", { shiftKey: true }), place)).toEqual({
      kind: "menu",
    });
    expect(gridKeyAction(press("ArrowLeft"), place)).toEqual({
      kind: "expand",
      isExpanded: false,
    });
  });

  it("leaves the rest to the window", () => {
    expect(gridKeyAction(press("f", { ctrlKey: true }), place)).toBeNull();
    expect(gridKeyAction(press("["), place)).toBeNull();
    expect(
      gridKeyAction(press("ArrowDown", { altKey: true }), place),
    ).toBeNull();
  });
});
