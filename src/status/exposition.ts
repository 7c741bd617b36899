/** A sample of a metric. */
export interface Sample {
  labels?: Readonly<Record<string, string | number>>;
  value: number;
}

/** A metric with all its samples. */
export interface Metric {
  /** Without the prefix that all share. */
  name: string;
  type: 'counter' | 'gauge';
  /** One sentence. */
  help: string;
  samples: readonly Sample[];
}

/** The media type of the text format. */
export const EXPOSITION_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/**
 * Writes metrics in Prometheus' text format 0.0.4 (prometheus.io/docs/instrumenting/exposition_formats). A metric without samples
 * keeps its HELP and TYPE.
 */
export function exposition(prefix: string, metrics: readonly Metric[]): string {
  return metrics
    .map(({ name, type, help, samples }) => {
      const full = `${prefix}_${name}`;
      const lines = samples.map(({ labels, value }) => `${full}${labelSet(labels)} ${value}\n`);
      return `# HELP ${full} ${escapeHelp(help)}\n# TYPE ${full} ${type}\n${lines.join('')}`;
    })
    .join('');
}

function labelSet(labels: Sample['labels']): string {
  if (labels === undefined) return '';
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(String(value))}"`);
  return `{${pairs.join(',')}}`;
}

/** In HELP only backslash and line feed are escaped, in values of labels quotes too. */
function escapeHelp(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}

function escapeLabel(text: string): string {
  return escapeHelp(text).replaceAll('"', '\\"');
}
