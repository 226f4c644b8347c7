import type { Translate } from "#text/translator.ts";

/** What a shipped sample capture shows; its file name where nobody described it. */
export function sampleTitle(t: Translate, name: string): string {
  switch (name) {
    case "heap.pb.gz":
      return t("sample.heap");
    case "heap-base.pb.gz":
      return t("sample.heapBase");
    case "goroutine.pb.gz":
      return t("sample.goroutine");
    case "cpu.pb.gz":
      return t("sample.cpu");
    default:
      return name;
  }
}
