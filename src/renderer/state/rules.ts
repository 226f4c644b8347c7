import { create } from "zustand";
import { NO_USER_RULES, type UserRules } from "#contract/user-rules.ts";
import { request } from "./backend.ts";

/** The user's rules, and how often they changed: findings of earlier rules are stale. */
interface RulesState {
  readonly rules: UserRules;
  readonly problem: string;
  readonly version: number;
}

export const useRules = create<RulesState>(() => ({
  rules: NO_USER_RULES,
  problem: "",
  version: 0,
}));

/** Reads the rules; call once. */
export async function connectRules(): Promise<void> {
  const reply = await request("rules/get", {});
  if (!reply.ok) return;
  const { rules, problem } = reply.value;
  useRules.setState({ rules, problem });
}

/** Marks findings with this category and key as expected, or takes the mark back. */
export async function expectFindings(
  category: string,
  key: string,
  isExpected: boolean,
): Promise<void> {
  const reply = await request("rules/expect", { category, key, isExpected });
  if (!reply.ok) return;
  const { rules, problem } = reply.value;
  useRules.setState(({ version }) => ({
    rules,
    problem,
    version: version + 1,
  }));
}
