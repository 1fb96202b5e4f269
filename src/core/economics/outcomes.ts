/** What a finished task costs: people, failures and checks around the model's answer. formulas.md §5 and §6. */

export interface OutcomeCost {
  /** USD of the model for all tasks. */
  readonly llm: number;
  readonly tasks: number;
  /** Share of the tasks that end well, 0 to 1. */
  readonly success?: number;
  /** Share of the tasks that a person takes over. */
  readonly escalated?: number;
  /** Minutes of that person for one of them, and USD an hour. */
  readonly minutes?: number;
  readonly hourlyRate?: number;
  /** USD of anything else for all tasks. */
  readonly other?: number;
}

/** USD of people: tasks·e_h·(minutes/60)·rate. */
export const humanCost = ({ tasks, escalated = 0, minutes = 0, hourlyRate = 0 }: OutcomeCost): number =>
  tasks * escalated * (minutes / 60) * hourlyRate;

/** USD per task that ended well: (C_llm + C_human + C_other)/(tasks·success). Infinite when none does. */
export const costPerOutcome = (of: OutcomeCost): number => (of.llm + humanCost(of) + (of.other ?? 0)) / (of.tasks * (of.success ?? 1));

/** Checks around an answer: USD per call before and after it, shares regenerated and judged, USD of a judgement. */
export interface Guards {
  readonly before?: number;
  readonly after?: number;
  readonly regenerated?: number;
  readonly judged?: number;
  readonly judge?: number;
}

/** USD of a visible answer: c_g = c_before + (1 + r)·(c + c_after) + ε·c_judge. */
export const guardedReply = (call: number, { before = 0, after = 0, regenerated = 0, judged = 0, judge = 0 }: Guards): number =>
  before + (1 + regenerated) * (call + after) + judged * judge;
