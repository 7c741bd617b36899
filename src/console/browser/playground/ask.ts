import type { Run, RunAnswer } from '../../playground/run.ts';

/** What the adapter says to a run, or why it says nothing. */
export type Asked = { ok: true; answer: RunAnswer } | { ok: false; text: string };

/**
 * Runs a record and rules on the adapter, which stores and sends nothing.
 *
 * @param token of the session, as its forms have it
 * @returns undefined when the signal ended it
 */
export async function ask(run: Run, token: string, signal: AbortSignal): Promise<Asked | undefined> {
  try {
    const response = await fetch('/console/playground/run', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Console-Token': token },
      body: JSON.stringify(run),
      signal,
    });
    if (response.redirected || response.status === 403) {
      return { ok: false, text: 'Your session is over. Copy the link to keep your work, and sign in again.' };
    }
    const answer: unknown = await response.json();
    if (response.ok) return { ok: true, answer: answer as RunAnswer }; // what our own route answers
    const { code, message } = answer as { code: string; message: string }; // likewise
    return { ok: false, text: `${code}: ${message}` };
  } catch {
    if (signal.aborted) return undefined;
    return { ok: false, text: 'The adapter did not answer. Change something to try again.' };
  }
}
