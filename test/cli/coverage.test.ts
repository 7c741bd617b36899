import { describe, expect, test } from 'vitest';
import { caliper } from './run.ts';

describe('caliper coverage', () => {
  test('with --json it is one object, with a row for each name', async () => {
    const { code, stdout, stderr } = await caliper(['coverage', '--json']);
    // What the command line promises.
    const coverage = JSON.parse(stdout) as Record<string, { name: string }[]>;
    expect({ code, stderr, sources: Object.keys(coverage) }).toEqual({
      code: 0,
      stderr: '',
      sources: ['openedx', 'xapi'],
    });
    expect(coverage['openedx']?.find(({ name }) => name === 'edx.user.logout')).toEqual({
      name: 'edx.user.logout',
      status: 'mapped',
      events: [{ type: 'SessionEvent', action: 'LoggedOut', object: 'SoftwareApplication', profile: 'SessionProfile' }],
      reason: null,
      rule: 'account-logout',
      file: 'mappings/openedx/accounts.yaml',
      line: expect.any(Number) as number,
    });
    expect(coverage['openedx']?.find(({ name }) => name === 'add-forum-mod')).toMatchObject({
      status: 'skipped',
      events: [],
      reason: 'the record does not say whose role changed',
    });
  });

  test('with --markdown it is the page of the documentation', async () => {
    const { code, stdout } = await caliper(['coverage', '--markdown']);
    expect({ code, first: stdout.split('\n')[0] }).toEqual({ code: 0, first: '# What becomes of each event' });
  });

  test('else it is one line for each name, and the counts are said to people', async () => {
    const { code, stdout, stderr } = await caliper(['coverage']);
    expect(code).toBe(0);
    expect(stdout.split('\n')).toContain(
      'openedx  mapped    edx.user.logout  SessionEvent/LoggedOut SoftwareApplication',
    );
    expect(stderr).toMatch(/^openedx: \d+ names, \d+ mapped, \d+ skipped, \d+ unmapped, \d+ profiles\nxapi: /);
  });

  test.each([
    [['--json', '--markdown'], '--json and --markdown exclude each other'],
    [['a.yaml'], 'coverage takes no files: it reads all of mappings/'],
  ])('%j is refused', async (args, message) => {
    expect(await caliper(['coverage', ...args])).toEqual({
      code: 2,
      stdout: '',
      stderr: `caliper coverage: ${message}\nSee: caliper coverage --help\n`,
    });
  });
});
