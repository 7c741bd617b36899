import { describe, expect, test } from 'vitest';
import { canaries, statements, trackingLines } from '../e2e/canary-records.ts';
import { caliper } from './run.ts';

const played = {
  name: 'play_video',
  event_source: 'browser',
  time: '2026-03-02T09:00:00.000000+00:00',
  username: 'invented.name',
  context: { course_id: 'course-v1:edX+DemoX+Demo', user_id: 3 },
  event: { id: '0b9e', currentTime: 0, duration: 195 },
};

// The first test waits until all mapping files are read.
describe('caliper explain', { timeout: 60_000 }, () => {
  test('shows how a record in the command line comes to its event', async () => {
    const { code, stdout, stderr } = await caliper(['explain', JSON.stringify(played)]);
    const lines = stdout.split('\n');
    expect({ code, stderr, first: lines.slice(0, 2) }).toEqual({
      code: 0,
      stderr: '',
      first: ['record 1: play_video', '  none of 2 reasons to skip holds'],
    });
    expect(lines).toContain('    action     = "Started"');
    expect(lines).toContain('  emitted: 1 event');
    expect(
      lines.some((line) => /^ {2}rule video-played \(mappings\/openedx\/video\.yaml:\d+\) fires$/.test(line)),
    ).toBe(true);
  });

  test('says why a record fails, and that is a finding', async () => {
    const { code, stdout } = await caliper(['explain', JSON.stringify({ ...played, event: { currentTime: 1 } })]);
    const lines = stdout.split('\n');
    expect(code).toBe(1);
    expect(lines).toContain('    object     = missing: event.id is missing');
    expect(lines).toContain('  failed: MISSING_REQUIRED MediaEvent.object could not be built: event.id is missing');
  });

  test('explains so many records, of one name where it is asked for', async () => {
    const input = Array.from({ length: 12 }, (_, index) => JSON.stringify({ ...played, name: `acme.${index % 2}` }));
    const ten = await caliper(['explain', '-'], [input.join('\n')]);
    expect([ten.code, ten.stdout.match(/^record/gm)?.length, ten.stderr]).toEqual([
      0,
      10,
      'there are more records: --limit N explains them\n',
    ]);
    const named = await caliper(['explain', '--name', 'acme.1', '--json', '-'], [input.join('\n')]);
    const records = named.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { record: number; outcome: string; rules: unknown[] });
    expect(records.map(({ record, outcome, rules }) => [record, outcome, rules.length])).toEqual(
      [2, 4, 6, 8, 10, 12].map((record) => [record, 'unmapped', 0]),
    );
    expect(await caliper(['explain', '--name', 'nothing', '-'], [input.join('\n')])).toEqual({
      code: 1,
      stdout: '',
      stderr: 'no record was found\n',
    });
  });

  test('what cannot be read is rejected', async () => {
    expect((await caliper(['explain', '{"name":'])).stdout).toBe(
      'record 1: (no record)\n  rejected: NOT_JSON line 1 is not JSON, or was cut: send JSON objects, one a line or in an array\n\n',
    );
    expect((await caliper(['explain'])).stderr.split('\n')[0]).toBe(
      'caliper explain: give a file, - for stdin, or a record in quotes',
    );
  });

  test('no value that names a person or that learners wrote is shown, unless it is asked for', async () => {
    const texts = { openedx: trackingLines.join('\n'), xapi: JSON.stringify(statements) };
    for (const [source, text] of Object.entries(texts)) {
      for (const how of [[], ['--json']]) {
        const { stdout } = await caliper(['explain', '-', '--source', source, '--limit', '1000', ...how], [text]);
        expect(stdout.length).toBeGreaterThan(1000);
        for (const value of Object.values(canaries)) expect(stdout).not.toContain(value);
      }
    }
    const record = JSON.stringify({ ...played, event: { ...played.event, id: 'invented.name' } });
    const video = async (...how: string[]): Promise<string | undefined> =>
      (await caliper(['explain', record, ...how])).stdout.split('\n').find((line) => line.startsWith('    video '));
    expect([await video(), await video('--show-values')]).toEqual([
      '    video        = text from username (hidden: --show-values shows it)',
      '    video        = "https://lms.example.edu/xblock/block-v1:edX+DemoX+Demo+type@video+block@invented.name"',
    ]);
  });
});
