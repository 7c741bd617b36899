import type { SourceKind } from '../../../mapping/table.ts';
import type { SourceAsset } from '../../playground/front/source-asset.ts';

const loading = new Map<SourceKind, Promise<SourceAsset>>();

/** Rules and examples of a source, fetched when they are first needed. */
export function sourceAsset(kind: SourceKind): Promise<SourceAsset> {
  let asset = loading.get(kind);
  if (asset === undefined) loading.set(kind, (asset = fetchAsset(kind)));
  return asset;
}

async function fetchAsset(kind: SourceKind): Promise<SourceAsset> {
  const response = await fetch(`/console/data/playground-${kind}.json`);
  if (!response.ok) {
    loading.delete(kind);
    throw new Error('the examples could not be loaded');
  }
  return (await response.json()) as SourceAsset; // the build wrote it
}
