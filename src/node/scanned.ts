/** Which files a scan lists at all: source in a known language, and files that are prompts by their name. */
import { isPromptFile } from '../core/languages/prompt-files.ts';

const SOURCE = /\.(?:[cm]?[jt]sx?|py|ipynb|vue|svelte|astro)$/i;
/** They say what a package has; nothing in them runs. */
const DECLARATIONS = /\.d\.[cm]?ts$/i;

export const isScanned = (path: string): boolean => (SOURCE.test(path) && !DECLARATIONS.test(path)) || isPromptFile(path);
