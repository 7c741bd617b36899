import { writeFragment } from '../../playground/front/permalink.ts';
import type { Kept } from '../../playground/front/permalink.ts';

/** Puts a link that keeps everything into the address bar and copies it; gives what to say. Nothing of it is sent. */
export async function copyLink(kept: Kept): Promise<string> {
  history.replaceState(null, '', `#${await writeFragment(kept)}`);
  return navigator.clipboard.writeText(location.href).then(
    () => 'Link copied: it holds the record and the rule themselves',
    () => 'The address bar holds the link, with the record and the rule in it',
  );
}
