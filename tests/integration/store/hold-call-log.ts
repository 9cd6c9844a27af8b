import { openCallLog } from '../../../server/store/open-call-log.ts'

// Run as a process of its own: holds a call log until it is killed.
await openCallLog(JSON.parse(process.argv[2] ?? ''))
process.stdout.write('open\n')
