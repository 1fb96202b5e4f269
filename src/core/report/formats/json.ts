/** The report contract as JSON text. */
import type { Report } from '../report.ts';

export const json = (report: Report): string => `${JSON.stringify(report, null, 2)}\n`;
