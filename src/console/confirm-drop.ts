import { each, html } from './html.ts';
import type { Markup } from './html.ts';
import { hidden } from './list-view.ts';

/** What is asked before something is deleted for good. */
export interface DropQuestion {
  /** E.g. `3 dead letters`. */
  what: string;
  /** What it means. */
  why: string;
  /** Where the answer goes. */
  path: string;
  back: string;
  /** The form as it was sent; `confirmed` is added. */
  fields: readonly (readonly [name: string, value: string])[];
}

/** The page that asks. */
export function confirmDrop({ what, why, path, back, fields }: DropQuestion, csrf: Markup): Markup {
  return html`<div class="card ask">
    <h1>Drop ${what} for good?</h1>
    <p>${why} This cannot be undone.</p>
    <form method="post" action="${path}">
      ${csrf} ${each(fields, ([name, value]) => hidden(name, value))}
      <p class="actions">
        <button class="danger" name="confirmed" value="yes">Drop ${what}</button>
        <a class="button" href="${back}">Keep</a>
      </p>
    </form>
  </div>`;
}
