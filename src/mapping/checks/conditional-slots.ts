import type { SlotName } from '../../caliper/model.ts';

interface Condition {
  /** Slots that the event must have with this action. */
  needs?: readonly SlotName[];
  /** Narrower types than the event type allows by itself. */
  types?: Partial<Record<SlotName, readonly string[]>>;
}

const completed: Condition = { types: { generated: ['Response'] } };
const attempted: Condition = { types: { generated: ['Attempt'] } };
const session: Condition = { types: { actor: ['Person'], object: ['SoftwareApplication'] } };

/** What depends on the action: event type → action → rule (Caliper 1.2, section A "Profiles", and the certification guide). */
export const conditions: Readonly<Record<string, Readonly<Record<string, Condition>>>> = {
  AnnotationEvent: {
    Bookmarked: { types: { generated: ['BookmarkAnnotation'] } },
    Highlighted: { types: { generated: ['HighlightAnnotation'] } },
    Shared: { types: { generated: ['SharedAnnotation'] } },
    Tagged: { types: { generated: ['TagAnnotation'] } },
  },
  AssessmentItemEvent: { Started: attempted, Skipped: attempted, Completed: completed },
  FeedbackEvent: {
    Commented: { types: { generated: ['Comment'] } },
    Ranked: { types: { generated: ['Rating'] } },
  },
  QuestionnaireItemEvent: { Started: attempted, Skipped: attempted, Completed: completed },
  ResourceManagementEvent: { Copied: { needs: ['generated'] } },
  SessionEvent: {
    LoggedIn: session,
    LoggedOut: session,
    TimedOut: { types: { actor: ['SoftwareApplication'], object: ['Session'] } },
  },
  ToolLaunchEvent: { Launched: { needs: ['federatedSession'] } },
};
