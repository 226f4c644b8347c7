/** Every view there can be; the ones that exist are registered in `app/view-registry.ts`. */
export type ViewId =
  "leaks" | "goroutines" | "flame" | "top" | "tree" | "callers" | "compare";
