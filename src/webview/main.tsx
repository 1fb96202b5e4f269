/** The report page. It renders a report and has no formula of its own. */
import { render } from 'preact';
import { Page } from './page.tsx';
import { start } from './state.ts';

start();
const root = document.getElementById('page');
if (root) render(<Page />, root);
