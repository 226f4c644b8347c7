import { create } from "zustand";

/** Something to tell that concerns no tab; it stays until it is dismissed. */
export interface NoticeEntry {
  readonly id: number;
  readonly title: string;
  readonly lines: readonly string[];
  readonly isError: boolean;
}

interface NoticesState {
  readonly notices: readonly NoticeEntry[];
}

let lastId = 0;

export const useNotices = create<NoticesState>(() => ({ notices: [] }));

export function addNotice(notice: Omit<NoticeEntry, "id">): void {
  lastId += 1;
  const entry = { ...notice, id: lastId };
  useNotices.setState(({ notices }) => ({ notices: [...notices, entry] }));
}

export function dismissNotice(id: number): void {
  useNotices.setState(({ notices }) => ({
    notices: notices.filter((notice) => notice.id !== id),
  }));
}
