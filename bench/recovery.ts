import type { Benchmark } from './benchmark.ts'
export const recovery: Benchmark = { name: 'recovery', about: 'kill -9 in mid-call', run: async () => [] }
