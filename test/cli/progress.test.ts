import { describe, expect, test } from 'vitest';
import { Progress, progressText } from '../../src/cli/progress.ts';

test.each([
  [
    { total: 512e6, bytes: 195e6, ratedBytes: 195e6, records: 245_000, seconds: 17 },
    '[=======>            ]  38%  195 MB of 512 MB  14,412 records/s  11.5 MB/s  0:28 left',
  ],
  [
    // Nine tenths were sent in an earlier run: they do not make this one fast.
    { total: 10e9, bytes: 9.1e9, ratedBytes: 0.1e9, records: 120_000, seconds: 10 },
    '[==================> ]  91%  9.1 GB of 10.0 GB  12,000 records/s  10.0 MB/s  1:30 left',
  ],
  [
    { total: 1e12, bytes: 1e9, ratedBytes: 1e9, records: 1_000_000, seconds: 100 },
    '[>                   ]   0%  1.0 GB of 1.0 TB  10,000 records/s  10.0 MB/s  27:45:00 left',
  ],
  [
    { total: 1000, bytes: 1200, ratedBytes: 1200, records: 2, seconds: 1 },
    '[====================] 100%  1.2 kB of 1.0 kB  2 records/s  1.2 kB/s  0:00 left',
  ],
  [{ total: undefined, bytes: 999, ratedBytes: 999, records: 3, seconds: 61 }, '999 B  0 records/s  16 B/s  1:01'],
])('%j is shown with its rate and the time that is left', (pace, text) => {
  expect(progressText(pace)).toBe(text);
});

describe('progress', () => {
  function shown(terminal: { stdout: boolean; stderr: boolean }, asked: boolean): Promise<string> {
    let now = 0;
    let stderr = '';
    const output = (isTerminal: boolean): { terminal: boolean; columns: number; write: () => Promise<void> } => ({
      terminal: isTerminal,
      columns: 40,
      write: () => Promise.resolve(),
    });
    const progress = new Progress(
      {
        now: () => now,
        stdout: output(terminal.stdout),
        stderr: { ...output(terminal.stderr), write: (text) => Promise.resolve(void (stderr += String(text))) },
      },
      1000,
      asked,
    );
    return (async () => {
      for (; now <= 6000; now += 1500) {
        progress.read(200);
        await progress.done(10);
      }
      await progress.say('something happened');
      await progress.clear();
      return stderr;
    })();
  }

  test('is a bar on a terminal, cut at its edge, and gone at the end', async () => {
    const stderr = await shown({ stdout: false, stderr: true }, false);
    expect(stderr.split('\r\u001b[2K')).toEqual([
      '',
      '[========>           ]  40%  400 B of 1',
      '[============>       ]  60%  600 B of 1',
      '[================>   ]  80%  800 B of 1',
      '[====================] 100%  1.0 kB of ',
      'something happened\n',
    ]);
  });

  test('is a line every few seconds elsewhere, only where it is asked for', async () => {
    expect(await shown({ stdout: false, stderr: false }, false)).toBe('something happened\n');
    expect((await shown({ stdout: false, stderr: false }, true)).split('\n')).toEqual([
      '[====================] 100%  1.0 kB of 1.0 kB  8 records/s  167 B/s  0:00 left',
      'something happened',
      '',
    ]);
  });

  test('does not run through the result where both are on one terminal', async () => {
    expect(await shown({ stdout: true, stderr: true }, false)).toBe('something happened\n');
  });
});
