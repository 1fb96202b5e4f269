/** Entry on desktop and remote hosts. */
import type { ExtensionContext } from 'vscode';
import { activateWith } from './activation.ts';

export const activate = (context: ExtensionContext): void =>
  activateWith(context, { client: () => import('./client.ts'), probe: () => import('./probe.ts') });
