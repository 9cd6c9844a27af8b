import { fsyncSync } from 'node:fs'
import { PGlite } from '@electric-sql/pglite'
import { NodeFS } from '@electric-sql/pglite/nodefs'

/** As much as is needed of Emscripten's file system; PGlite leaves it untyped. */
interface EmscriptenModule {
  NODEFS: { stream_ops: { fsync?: (stream: { nfd?: number }) => number } }
}

/** PGlite's own file system cannot fsync: a power cut could take the whole database. This one can. */
class SyncedNodeFs extends NodeFS {
  override async init(...args: Parameters<NodeFS['init']>): ReturnType<NodeFS['init']> {
    const made = await super.init(...args)
    made.emscriptenOpts.preRun?.push((module) => {
      const { stream_ops } = (module as unknown as EmscriptenModule).NODEFS
      stream_ops.fsync = ({ nfd }) => {
        if (nfd !== undefined) fsyncSync(nfd)
        return 0
      }
    })
    return made
  }
}

/** `-F` turns fsync off; `fdatasync`, PostgreSQL's first choice on Linux, does nothing in PGlite. */
const START_PARAMETERS = [
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
  ...['-c', 'wal_sync_method=fsync'],
]

/** Opens the database in `directory`, or makes one there: committed means on the disk. */
export async function openDurablePglite(directory: string): Promise<PGlite> {
  return PGlite.create({
    fs: new SyncedNodeFs(directory),
    startParams: START_PARAMETERS,
    initDbStartParams: ['--wal-segsize=1'],
  })
}
