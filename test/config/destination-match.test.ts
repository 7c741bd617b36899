import { describe, expect, test } from 'vitest';
import { readMatch } from '../../src/config/destination-match.ts';
import { Settings } from '../../src/config/settings.ts';

function read(match: unknown): unknown {
  const settings = new Settings({});
  const result = readMatch(settings, 'match', match);
  return settings.faults.length === 0 ? result : settings.faults.map((fault) => `${fault.setting}: ${fault.message}`);
}

describe('match', () => {
  test('is read with all its lists', () => {
    const match = {
      profile: ['MediaProfile', 'GradingProfile'],
      type: ['GradeEvent'],
      action: ['Graded'],
      rule: ['problem-graded'],
      course: ['course-v1:edX+*'],
      organization: ['edX'],
    };
    expect(read(match)).toEqual(match);
    expect(read(undefined)).toBe(undefined);
  });

  test.each([
    [[], ['match: must be a table, e.g. { profile = ["MediaProfile"], course = ["course-v1:edX+*"] }']],
    [{}, ['match: restricts nothing: leave it out for all events']],
    [
      { organisation: ['edX'] },
      [
        'match.organisation: is not a setting here: the keys are profile, type, action, rule, course, organization; did you mean organization?',
      ],
    ],
    [
      { profile: ['Media', 'MediaProfil'], action: ['graded'] },
      [
        'match.profile[0]: is not in Caliper 1.2',
        'match.profile[1]: is not in Caliper 1.2; did you mean MediaProfile?',
        'match.action[0]: is not in Caliper 1.2; did you mean Graded?',
      ],
    ],
    [{ type: 'GradeEvent' }, ['match.type: must be a list, e.g. ["GradeEvent"]; leave it out for all']],
    [{ course: [7, ''] }, [0, 1].map((index) => `match.course[${index}]: must be text, e.g. ["course-v1:edX+*"]`)],
  ])('%j is refused', (match, faults) => {
    expect(read(match)).toEqual(faults);
  });
});
