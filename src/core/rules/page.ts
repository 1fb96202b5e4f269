/** Where the page of a rule is read: its literate test at the released tag. */

/** A link for editors and code hosts; `version` is Costlint's own. */
export const rulePage = (rule: string, version: string): string =>
  `https://github.com/costlint/costlint/blob/v${version}/test/rules/${encodeURIComponent(rule)}.md`;
