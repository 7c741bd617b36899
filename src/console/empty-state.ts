import type { ConsoleAccess } from './access.ts';
import { each, html } from './html.ts';
import type { Markup } from './html.ts';

/**
 * What the overview says before anything has come: how to send a record, and a button that sends the examples.
 *
 * @param origin of this adapter, e.g. `http://127.0.0.1:8787`
 */
export function emptyState({ config, keyNames }: ConsoleAccess, origin: string, csrf: Markup): Markup {
  // A source without a key shows tokens of its own, which nobody can paste.
  const sources = config.sources.filter(({ keys }) => keys.length > 0);
  const [source] = sources;
  const secret = (source && keyNames[source.name]) ?? 'SOURCE_KEY';
  const command = `curl -H "Authorization: Bearer $${secret}" --data-binary @examples/tracking.log ${origin}/v1/tracking-logs`;
  return html`<section class="card start" id="start" aria-labelledby="first">
    <h2 id="first">Nothing has come in yet</h2>
    <p>
      Send a tracking log${source !== undefined && html` as the source <strong>${source.name}</strong>`}. Its key is the
      secret <code>${secret}</code>: on your own machine it stands in <code>.dev.vars</code> (<code>. ./.dev.vars</code>
      sets it in your shell), otherwise where your secrets are kept.
    </p>
    <div class="command">
      <pre tabindex="0" role="region" aria-label="Command"><code id="curl">${command}</code></pre>
      <button type="button" class="quiet" data-copy="curl" hidden>Copy</button>
    </div>
    <form method="post" action="/console/examples" class="examples">
      ${csrf}
      <p>Or look at what happens to the records in <code>examples/</code>: invented people in an invented course.</p>
      ${
        sources.length > 1 &&
        html`<label for="source">Send as</label>
          <select id="source" name="source">
            ${each(sources, ({ name }) => html`<option>${name}</option>`)}
          </select>`
      }
      ${
        !config.inbox.enabled &&
        html`<p class="check">
          <input type="checkbox" id="confirmed" name="confirmed" value="yes" required />
          <label for="confirmed">
            I know that these invented events go to ${config.destinations.map(({ name }) => name).join(', ')}
          </label>
        </p>`
      }
      <button class="primary">Send the examples</button>
    </form>
  </section>`;
}
