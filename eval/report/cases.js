// The error cases of a report: filters and searches what is embedded in the page, and draws a few at a time.

/** So many cases are drawn at once; the next ones follow as somebody comes near them. */
const STEP = 20
const TAGS = { 1: 'tag said', 2: 'tag wait', 3: 'tag' }
const ROLES = { caller: '来电者', responder: '接线员' }

const source = document.querySelector('#error-cases')
if (source) browse(JSON.parse(source.textContent))

function browse({ data, context, severities, said, cases }) {
  const form = document.querySelector('#case-filters')
  const list = document.querySelector('#case-list')
  const count = document.querySelector('#case-count')
  const more = document.querySelector('#more-cases')
  const anchors = cases.map(({ suite, id }) => `${suite}/${id}`)
  const found = cases.map(haystacks)
  let chosen = []
  let drawn = 0

  function filter() {
    const { suite, severity, kind, slice, text } = Object.fromEntries(new FormData(form))
    const words = text.toLowerCase().split(/\s+/).filter(Boolean)
    chosen = cases.flatMap((one, i) => {
      if (suite && one.suite !== suite) return []
      if (slice && !Object.entries(one.slices).some(([name, value]) => `${name}: ${value}` === slice))
        return []
      const findings = one.findings.filter(
        (finding, f) =>
          (!severity || String(finding.severity) === severity) &&
          (!kind || `${one.suite}|${finding.what}` === kind) &&
          words.every((word) => found[i][f].includes(word)),
      )
      return findings.length > 0 ? { one, findings } : []
    })
    list.replaceChildren()
    drawn = 0
    draw(STEP)
    const errors = chosen.reduce((sum, { findings }) => sum + findings.length, 0)
    count.textContent = `${chosen.length} 例，${errors} 处错；共 ${cases.length} 例`
  }

  function clear() {
    form.reset()
    filter()
  }

  function draw(howMany) {
    const next = chosen.slice(drawn, drawn + howMany)
    list.append(...next.map(({ one, findings }) => drawCase(one, findings)))
    drawn += next.length
    more.hidden = drawn >= chosen.length
    more.textContent = `再显示一些（还有 ${chosen.length - drawn} 例）`
  }

  function drawCase(one, findings) {
    const anchor = `${one.suite}/${one.id}`
    const hidden = one.findings.length - findings.length
    const card = element(
      'article',
      'case',
      element(
        'header',
        '',
        element('h3', '', link(anchor, one.id)),
        element('span', 'tag', one.suite),
        element(
          'span',
          'meta',
          Object.entries(one.slices)
            .map(([name, value]) => `${name} ${value}`)
            .join(' · '),
        ),
      ),
      ...findings.map((finding) => drawFinding(one, finding)),
      hidden > 0 ? element('p', 'meta', `这一例另有 ${hidden} 处不合筛选`) : '',
      element(
        'p',
        'rerun',
        '单独重跑 ',
        element('code', '', `npm run eval -- ${one.suite} --filter ${shell(one.id)}${data}`),
      ),
    )
    card.id = anchor
    card.tabIndex = -1
    return card
  }

  function drawFinding(one, finding) {
    const { severity } = finding
    return element(
      'div',
      'finding',
      element(
        'p',
        'what',
        element('span', TAGS[severity], `${severity} ${severities[severity]}`),
        element('b', '', finding.what),
        element('span', 'pair', '标注 ', element('span', 'tag person', finding.expected)),
        element('span', 'pair', '系统 ', element('span', 'tag machine', finding.got)),
      ),
      finding.turns.length === 0
        ? ''
        : said[one.sample]
          ? drawTurns(said[one.sample], finding, turnsNear(finding, context))
          : drawPlaces(finding),
    )
  }

  filter()
  form.addEventListener('input', filter)
  document.querySelector('#all-cases').addEventListener('click', clear)
  form.addEventListener('submit', (event) => event.preventDefault())
  more.addEventListener('click', () => {
    const first = drawn
    draw(STEP)
    list.children[first]?.focus()
  })
  new IntersectionObserver((seen) => seen.some(({ isIntersecting }) => isIntersecting) && draw(STEP), {
    rootMargin: '600px',
  }).observe(more)
  // On paper there is nobody to ask for more.
  addEventListener('beforeprint', () => draw(chosen.length))

  for (const link of document.querySelectorAll('[data-slice]'))
    link.addEventListener('click', () => {
      clear()
      form.elements.suite.value = link.dataset.suite
      form.elements.slice.value = link.dataset.slice
      filter()
    })

  function follow() {
    const anchor = decodeURIComponent(location.hash.slice(1))
    if (!anchors.includes(anchor)) return
    const place = () => chosen.findIndex(({ one }) => `${one.suite}/${one.id}` === anchor)
    if (place() < 0) clear()
    draw(Math.max(0, place() + 1 - drawn))
    const card = document.getElementById(anchor)
    card.scrollIntoView()
    card.focus({ preventScroll: true })
  }
  addEventListener('hashchange', follow)
  follow()

  /** What is searched, a text a finding. */
  function haystacks(one) {
    return one.findings.map((finding) => {
      const near = turnsNear(finding, context).map((turn) => said[one.sample]?.[turn]?.[2])
      return [one.id, one.suite, finding.what, finding.expected, finding.got, ...near]
        .join('\n')
        .toLowerCase()
    })
  }
}

/** The turns of a finding with some before and after. */
function turnsNear({ turns }, context) {
  const near = turns.flatMap((turn) => Array.from({ length: 2 * context + 1 }, (_, i) => turn - context + i))
  return [...new Set(near)].filter((turn) => turn >= 0).sort((a, b) => a - b)
}

function drawTurns(said, finding, turns) {
  const script = element('div', 'script')
  let last = null
  for (const turn of turns) {
    if (!said[turn]) continue
    if (last !== null && turn > last + 1) script.append(element('p', 'gap', '……'))
    last = turn
    const [role, start, text] = said[turn]
    const line = element(
      'p',
      ['turn', role ?? 'sentence', finding.turns.includes(turn) ? 'linked' : ''].join(' '),
      element('span', 'at', start === null ? '' : `${turn} · ${clock(start)}`),
      element('b', '', ROLES[role] ?? '单句'),
      element('span', 'words', ...(turn === finding.turns[0] ? marked(text, finding) : [text])),
    )
    script.append(line)
  }
  return script
}

function drawPlaces({ turns, span }) {
  const characters = span ? `，字 ${span.start}–${span.end}` : ''
  return element('p', 'withheld', `原话不显示（words withheld）：第 ${turns.join('、')} 句${characters}`)
}

/** The text with its span marked: as the program's where the labels have nothing there. */
function marked(text, { span, expected }) {
  if (!span) return [text]
  return [
    text.slice(0, span.start),
    element('mark', expected === 'kept' ? 'machine' : '', text.slice(span.start, span.end)),
    text.slice(span.end),
  ]
}

function clock(seconds) {
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`
}

/** As a shell takes it for one word. */
function shell(id) {
  return /^[\w./@:+-]+$/.test(id) ? id : `'${id.replaceAll("'", "'\\''")}'`
}

function link(anchor, text) {
  const a = element('a', 'ref', text)
  a.href = `#${encodeURIComponent(anchor)}`
  return a
}

function element(tag, className, ...children) {
  const made = document.createElement(tag)
  if (className) made.className = className
  made.append(...children)
  return made
}
