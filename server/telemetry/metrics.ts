import { Counter, Gauge, Registry } from 'prom-client'

/** The figures at `/metrics`, in Prometheus' form. */
export class Metrics {
  readonly registry = new Registry()
  /** Connections and messages that were turned away, by protocol and reason. */
  readonly refused = new Counter({
    name: 'hotline_fork_refused_total',
    help: 'What a fork sent that was turned away',
    labelNames: ['protocol', 'reason'],
    registers: [this.registry],
  })
  /** What will be missing from a transcript, by cause. */
  readonly lost = new Counter({
    name: 'hotline_lost_total',
    help: 'Audio, words or events that were given up',
    labelNames: ['what'],
    registers: [this.registry],
  })
  /** What reviewers said of redaction, by kind. */
  readonly corrections = new Counter({
    name: 'hotline_redaction_corrections_total',
    help: 'Missed words and wrong placeholders that reviewers marked',
    labelNames: ['kind'],
    registers: [this.registry],
  })
  /** Numbers and places that were sealed, and openings of them: each opening is reviewed. */
  readonly seals = new Counter({
    name: 'hotline_seals_total',
    help: 'Seals that were made and opened',
    labelNames: ['what', 'purpose'],
    registers: [this.registry],
  })
  readonly calls = new Gauge({
    name: 'hotline_live_calls',
    help: 'Calls that are live',
    registers: [this.registry],
  })
  /** CPU time spent decoding, and by the whole process, seconds. */
  readonly decodingCpu = new Gauge({
    name: 'hotline_decoding_cpu_seconds',
    help: 'CPU time that the recogniser used',
    registers: [this.registry],
  })
  readonly processCpu = new Gauge({
    name: 'hotline_process_cpu_seconds',
    help: 'CPU time that the whole service used',
    registers: [this.registry],
  })
  readonly residentBytes = new Gauge({
    name: 'hotline_resident_bytes',
    help: 'Memory that the whole service holds',
    registers: [this.registry],
  })
  /** How late the main loop runs, 99th percentile since it was last asked, seconds. */
  readonly loopDelay = new Gauge({
    name: 'hotline_main_loop_delay_p99_seconds',
    help: 'How late the main loop runs, since the last scrape',
    registers: [this.registry],
  })
}
