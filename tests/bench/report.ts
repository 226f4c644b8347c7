import { availableParallelism, loadavg } from "node:os";
import type { Figures } from "./measure.ts";

/** A figure that has to stay at or below `limit`. */
export interface Goal {
  readonly name: string;
  readonly value: number;
  readonly limit: number;
  readonly unit: string;
  /** False: no goal of this size, shown for information. */
  readonly counts: boolean;
}

/** Collects what was measured; prints tables as they come and goals at the end. */
export class Report {
  private readonly goals: Goal[] = [];

  line(text: string): void {
    console.log(text);
  }

  table(title: string, rows: ReadonlyMap<string, Figures>): void {
    console.log(`\n${title}`);
    for (const [name, figures] of rows) {
      const cells = Object.entries(figures)
        .filter(([key]) => key !== "sum")
        .map(([key, value]) => `${key} ${formatFigure(value)}`);
      console.log(`  ${name.padEnd(28)} ${cells.join("  ")}`);
    }
  }

  goal(goal: Goal): void {
    this.goals.push(goal);
  }

  print(): void {
    const load = loadavg().map((value) => value.toFixed(1));
    console.log(
      `\n${new Date().toISOString()}, ${availableParallelism()} cores, load ${load.join(" ")}`,
    );
    console.log("\nGoals (at most)");
    for (const { name, value, limit, unit, counts } of this.goals) {
      const verdict = value <= limit ? "met" : "MISSED";
      console.log(
        `  ${name.padEnd(44)} ${formatFigure(value)} ${unit}, limit ${limit}: ${counts ? verdict : "for information"}`,
      );
    }
  }
}

function formatFigure(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(2);
}
