/** Which documents Costlint reads: by the editor's language, and by name for prompts and configurations. */
import type { DocumentFilter } from 'vscode';

/** The editor's ids of the programming languages; a test compares them with the languages of the core. */
export const CODE_LANGUAGES = [
  'typescript',
  'typescriptreact',
  'javascript',
  'javascriptreact',
  'vue',
  'svelte',
  'astro',
  'python',
] as const;

/** What editors call prompt files: these wake the extension, and the name decides. Not plain text, which every window has somewhere. */
export const PROMPT_LANGUAGES = ['prompt', 'prompty', 'markdown', 'yaml', 'jinja', 'jinja-md', 'handlebars'] as const;

/** Prompts that editors call plain text: a folder that holds one wakes the extension. */
export const PLAIN_PROMPTS = ['**/*.{prompty,prompt,prompt.txt}', '**/{prompt,prompts}/**/*.{txt,j2,jinja,jinja2,mustache}'] as const;

const PROMPTS = '**/*.{prompty,prompt,prompt.yml,prompt.yaml,prompt.md,prompt.txt}';
const PROMPT_FOLDERS = '**/{prompt,prompts}/**/*.{j2,jinja,jinja2,hbs,handlebars,mustache,md,txt}';
export const CONFIGURATION_NAMES = ['costlint.config.json', '.costlintrc.json'] as const;
export const CONFIGURATIONS = `**/{${CONFIGURATION_NAMES.join(',')}}`;

/** Where a document may stand. Not the old side of a diff (`git`), not output, not what an extension shows read-only. */
export const SCHEMES = ['file', 'untitled', 'vscode-notebook-cell', 'vscode-vfs'] as const;

/** `folders` are the schemes of the open folders: those of file systems that editors add. */
export function documentSelector(folders: readonly string[]): DocumentFilter[] {
  return [...new Set([...SCHEMES, ...folders])].flatMap((scheme) => [
    ...CODE_LANGUAGES.map((language) => ({ scheme, language })),
    ...[PROMPTS, PROMPT_FOLDERS, CONFIGURATIONS].map((pattern) => ({ scheme, pattern })),
  ]);
}

/** Characters above which a document is not looked at: such files are generated. */
export const LARGEST = 2_000_000;
