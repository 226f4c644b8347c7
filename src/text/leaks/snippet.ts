/** Go code that leaks, and the same without the leak. No comments: it is the same in every language. */
export interface Snippet {
  readonly wrong: string;
  readonly right: string;
}
