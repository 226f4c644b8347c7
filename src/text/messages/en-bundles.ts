/** Zips, folders and saved comparisons. */
export const enBundles = {
  bundle: {
    notices: "Notices",
    dismiss: "Dismiss",
    group: "{{name}}: {{kind}}",
    empty: "{{name}} holds no profiles.",
    skipped_one: "{{name}}: {{count}} file that is no profile was skipped.",
    skipped_other:
      "{{name}}: {{count}} files that are no profiles were skipped.",
    leftOut:
      "{{name}} holds more files than are opened at once: the first {{limit}} were looked at.",
    more: "and {{count}} more",
    save: "Save comparison…",
    saved: "Saved as {{name}}",
    saveNeedsFiles:
      "A comparison can be saved when both profiles are files on disk.",
  },
} as const;
