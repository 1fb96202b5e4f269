/** The day on which this runs, YYYY-MM-DD in UTC: what is priced when nobody says otherwise. */
export const today = (): string => new Date().toISOString().slice(0, 10);
