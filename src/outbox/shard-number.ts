/** The number of a shard by the name of its object, `shard-7`; undefined for any other name. */
export function shardNumber(name: string | undefined): number | undefined {
  const digits = /^shard-(\d+)$/.exec(name ?? '')?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/**
 * Notes in shard 0 that so many shards are in use, and gives the largest number that ever were: events and dead letters wait in
 * shards beyond a number that was made smaller.
 */
export function rememberShards(sql: SqlStorage, configured: number): number {
  const [row] = sql.exec<{ most: number }>('SELECT most FROM shards').toArray();
  if (row === undefined) sql.exec('INSERT INTO shards (most) VALUES (?)', configured);
  else if (row.most < configured) sql.exec('UPDATE shards SET most = ?', configured);
  return Math.max(row?.most ?? 0, configured);
}
