/** What a team declares of its product beyond calls: users, plan, outcomes, checks. It travels in the report; what is missing is null. */
import type { Config, Feature } from '../config/settings.ts';
import type { HeavyUsers } from './heavy-users.ts';
import type { Guards } from './outcomes.ts';

export interface DeclaredUsage {
  /** Active users a month of the product. */
  readonly activeUsers: number | null;
  /** USD a month that a user pays. */
  readonly planPrice: number | null;
  readonly heavyUsers: HeavyUsers | null;
  /** Share of the whole cost of the product that tokens are, 0 to 1. */
  readonly tokenShare: number | null;
  readonly features: readonly DeclaredFeature[];
}

export interface DeclaredFeature {
  readonly name: string;
  readonly owner: string | null;
  readonly department: string | null;
  readonly environment: string | null;
  readonly role: string | null;
  /** Users a month of this feature. */
  readonly activeUsers: number | null;
  readonly outcome: DeclaredOutcome | null;
  readonly guards: Guards | null;
}

export interface DeclaredOutcome {
  readonly name: string;
  /** Tasks a month. */
  readonly perMonth: number | null;
  /** Share that ends well. */
  readonly success: number | null;
  /** USD that a success is worth. */
  readonly value: number | null;
  readonly escalation: { readonly share: number; readonly minutes: number; readonly hourlyRate: number } | null;
}

export function usageOf({ usage }: Config): DeclaredUsage {
  return {
    activeUsers: usage.activeUsers ?? null,
    planPrice: usage.planPrice ?? null,
    heavyUsers: usage.heavyUsers ?? null,
    tokenShare: usage.tokenShare ?? null,
    features: usage.features.map(featureOf),
  };
}

const featureOf = (feature: Feature): DeclaredFeature => ({
  name: feature.name,
  owner: feature.owner ?? null,
  department: feature.department ?? null,
  environment: feature.environment ?? null,
  role: feature.role ?? null,
  activeUsers: feature.activeUsers ?? null,
  outcome: feature.outcome === undefined ? null : outcomeOf(feature.outcome),
  guards: feature.guards ?? null,
});

/** The configuration's own check has seen the types. */
function outcomeOf(written: Readonly<Record<string, unknown>>): DeclaredOutcome {
  const amount = (of: Readonly<Record<string, unknown>>, name: string) => (typeof of[name] === 'number' ? (of[name] as number) : null);
  const escalation = written.escalation as Readonly<Record<string, unknown>> | undefined;
  return {
    name: typeof written.name === 'string' ? written.name : 'outcome',
    perMonth: amount(written, 'perMonth'),
    success: amount(written, 'success'),
    value: amount(written, 'value'),
    escalation: escalation
      ? {
          share: amount(escalation, 'share') ?? 0,
          minutes: amount(escalation, 'minutes') ?? 0,
          hourlyRate: amount(escalation, 'hourlyRate') ?? 0,
        }
      : null,
  };
}
