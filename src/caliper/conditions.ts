import type { SlotName } from './events.ts';

/** What an event type demands beyond its own row when it reports a certain action. */
export interface Condition {
  readonly event: string;
  readonly action: string;
  /** A slot that must be there. */
  readonly requires?: SlotName;
  /** Slots that take fewer types than the event type does by itself. */
  readonly slots?: Readonly<Partial<Record<SlotName, readonly string[]>>>;
}

/** The MUSTs of Caliper 1.2, "Events" and "Profiles", that hang on the action. */
export const conditions: readonly Condition[] = [
  { event: 'SessionEvent', action: 'LoggedIn', slots: { actor: ['Person'], object: ['SoftwareApplication'] } },
  { event: 'SessionEvent', action: 'LoggedOut', slots: { actor: ['Person'], object: ['SoftwareApplication'] } },
  { event: 'SessionEvent', action: 'TimedOut', slots: { actor: ['SoftwareApplication'], object: ['Session'] } },
  { event: 'ToolLaunchEvent', action: 'Launched', requires: 'federatedSession' },
  { event: 'ResourceManagementEvent', action: 'Copied', requires: 'generated' },
  { event: 'FeedbackEvent', action: 'Commented', slots: { generated: ['Comment'] } },
  { event: 'FeedbackEvent', action: 'Ranked', slots: { generated: ['Rating'] } },
];
