/** Entry in browsers. */
import type { ExtensionContext } from 'vscode';
import { activateWith } from './activation.ts';

export const activate = (context: ExtensionContext): void =>
  activateWith(context, { client: () => import('./client-web.ts'), probe: () => import('./probe.ts') });
