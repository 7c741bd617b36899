/**
 * Keys of `extensions` without a namespace that receivers of openedx/event-routing-backends already read. Only an operator's own
 * rules may write them (presets/erb.yaml): elsewhere a key must say whose it is.
 */
export const plainExtensionKeys: ReadonlySet<string> = new Set([
  'assignable',
  'assignee',
  'attempts',
  'count',
  'current_tab',
  'isPartOf',
  'mode',
  'newSpeed',
  'newTime',
  'oldSpeed',
  'success',
  'tab_count',
  'target',
]);
