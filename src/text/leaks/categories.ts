import type { Locale } from "../locale.ts";
import type { BenignTexts, CategoryTexts } from "./category-text.ts";
import { benignEn } from "./en/benign.ts";
import { channelsEn } from "./en/channels.ts";
import { heapEn } from "./en/heap.ts";
import { locksEn } from "./en/locks.ts";
import { networkEn } from "./en/network.ts";
import { timeEn } from "./en/time.ts";
import { benignZhCn } from "./zh-cn/benign.ts";
import { channelsZhCn } from "./zh-cn/channels.ts";
import { heapZhCn } from "./zh-cn/heap.ts";
import { locksZhCn } from "./zh-cn/locks.ts";
import { networkZhCn } from "./zh-cn/network.ts";
import { timeZhCn } from "./zh-cn/time.ts";

/** Texts of every category, by language. The order is that of the guide. */
export const CATEGORY_TEXTS: Readonly<Record<Locale, CategoryTexts>> = {
  en: { ...channelsEn, ...locksEn, ...timeEn, ...networkEn, ...heapEn },
  "zh-CN": {
    ...channelsZhCn,
    ...locksZhCn,
    ...timeZhCn,
    ...networkZhCn,
    ...heapZhCn,
  },
};

/** Texts of every harmless category, by language. */
export const BENIGN_TEXTS: Readonly<Record<Locale, BenignTexts>> = {
  en: benignEn,
  "zh-CN": benignZhCn,
};
