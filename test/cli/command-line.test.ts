import { describe, expect, test } from 'vitest';
import { commands } from '../../src/cli/command-line.ts';
import { caliper } from './run.ts';

describe('the command line', () => {
  test('without a command it shows the commands, and that is a fault of usage', async () => {
    const { code, stdout, stderr } = await caliper([]);
    expect({ code, stdout, first: stderr.split('\n')[0] }).toEqual({
      code: 2,
      stdout: '',
      first: 'caliper COMMAND [OPTIONS] [FILE…]',
    });
  });

  test.each([[['--help']], [['-h']], [['help']]])('%j shows the commands, and that is good', async (args) => {
    const { code, stdout, stderr } = await caliper(args);
    expect({ code, stderr, first: stdout.split('\n')[0] }).toEqual({
      code: 0,
      stderr: '',
      first: 'caliper COMMAND [OPTIONS] [FILE…]',
    });
  });

  test.each(commands.map(({ name }) => name))('%s has help of its own, asked for in three ways', async (name) => {
    const ways = [
      [name, '--help'],
      [name, 'some-file', '-h'],
      ['help', name],
    ];
    const answers = await Promise.all(ways.map((args) => caliper(args)));
    expect(answers.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(new Set(answers.map(({ stdout }) => stdout)).size).toBe(1);
    expect(answers[0]?.stdout.startsWith(`caliper ${name} `)).toBe(true);
  });

  test('an unknown command is refused, with the one that was meant', async () => {
    expect(await caliper(['tranlsate'])).toEqual({
      code: 2,
      stdout: '',
      stderr: 'caliper: there is no command tranlsate: did you mean translate?\nSee: caliper --help\n',
    });
    expect((await caliper(['frobnicate'])).stderr).toBe(
      'caliper: there is no command frobnicate\nSee: caliper --help\n',
    );
  });

  test.each([
    [['--lsm', 'x'], 'there is no option --lsm: did you mean --lms?'],
    [['-x'], 'there is no option -x'],
    [['--lms'], '--lms needs a value'],
    [['--json=yes'], '--json takes no value'],
    [['--source', 'xap'], '--source must be openedx or xapi: did you mean xapi?'],
    [['--lms', 'lms.example.edu'], '--lms must be an address such as https://lms.example.edu'],
    [['--lms', 'https://user@lms.example.edu'], '--lms must be an address such as https://lms.example.edu'],
    [['no-such-file'], 'cannot read no-such-file: there is no such file'],
    [['--threads', '0'], '--threads must be a whole number from 1 to 64'],
  ])('translate %j is refused', async (args, message) => {
    expect(await caliper(['translate', ...args])).toEqual({
      code: 2,
      stdout: '',
      stderr: `caliper translate: ${message}\nSee: caliper translate --help\n`,
    });
  });

  test('what stands behind -- is a file, whatever it looks like', async () => {
    expect((await caliper(['validate', '--', '--json'])).stderr).toBe(
      'caliper validate: cannot read --json: there is no such file\nSee: caliper validate --help\n',
    );
  });
});
