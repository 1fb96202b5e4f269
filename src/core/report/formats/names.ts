/** The names of the formats, apart from their code: the command line reads them before it knows whether it needs any. */

export const FORMAT_NAMES = ['stylish', 'json', 'json-eslint', 'markdown', 'html', 'sarif', 'github', 'gitlab', 'junit', 'rdjson'] as const;

export type FormatName = (typeof FORMAT_NAMES)[number];
