/** Which room may import which: the arrows of the design, kept by `npm run check`. */
const room = (name) => `^server/${name}/`
/** `from` may import nothing of the project but itself, `to`, and types where said. */
const only = (from, to, comment) => ({
  name: `${from}-imports-only`,
  comment,
  severity: 'error',
  from: { path: room(from) },
  to: {
    path: '^(server|fork|demo|bench|eval|ui-widget|tests)/',
    pathNot: [from, ...to].map(room).concat('^server/(start-error|read-prompt|read-yaml)\\.ts$'),
  },
})

module.exports = {
  forbidden: [
    only('audio', [], 'codecs, buffers and time know nothing of calls or protocols'),
    only('call', ['audio'], 'the event log imports no part that writes it or reads it'),
    only('ingress', ['audio'], 'a protocol yields legs; it knows no call'),
    only('speech', ['audio', 'call'], 'listening knows legs and events'),
    only('redaction', ['audio', 'call'], 'the door knows events and the clock'),
    only(
      'store',
      ['audio', 'call', 'redaction'],
      'of redaction the store knows the brand only (see next rule)',
    ),
    only('guidance', ['audio', 'call'], 'observers know events; their rules are files of prompts/'),
    only('telemetry', [], 'figures and logs know no part'),
    {
      name: 'store-knows-the-brand-only',
      severity: 'error',
      from: { path: room('store') },
      to: { path: room('redaction'), pathNot: '^server/redaction/redacted\\.ts$' },
    },
    {
      name: 'nothing-imports-the-root',
      comment: 'only main, the demo and tests put the service together',
      severity: 'error',
      from: { path: '^(server|fork|ui-widget)/', pathNot: '^server/main\\.ts$' },
      to: { path: '^server/app\\.ts$' },
    },
    {
      name: 'service-is-alone',
      comment: 'the service needs neither its simulator, nor its benchmarks, nor its tests',
      severity: 'error',
      from: { path: '^server/' },
      to: { path: '^(fork|demo|bench|eval|tests|ui-widget)/' },
    },
    {
      name: 'simulator-knows-audio-only',
      comment: 'a peer that shared code with the service would share its mistakes',
      severity: 'error',
      from: { path: '^fork/' },
      to: { path: '^server/', pathNot: room('audio') },
    },
    {
      name: 'pages-know-events-only',
      severity: 'error',
      from: { path: '^ui-widget/' },
      to: { path: '^(server|fork|demo|bench)/', pathNot: [room('call'), room('audio')] },
    },
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    parser: 'swc',
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.js'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node'],
    },
  },
}
