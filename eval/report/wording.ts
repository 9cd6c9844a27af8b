/** What the pages call things, in Chinese. Names that are not here (a suite of tomorrow) are shown as they are. */
const SUITES: Readonly<Record<string, string>> = {
  risk: '风险评估',
  signals: '单句里的风险',
  redaction: '遮盖',
  special: '特殊来电',
  guidance: '通话流程',
  ticket: '工单',
  summary: '小结',
  asr: '识别',
  llm: '加上语言模型',
  latency: '延迟',
}

const FIGURES: Readonly<Record<string, string>> = {
  falseReassurance: '有危险的来电里，显示成“否认”或“未问”的',
  falseAlarm: '没有自杀想法，却显示成有的来电',
  'asked.recall': '问过的，听出来了多少',
  'asked.precision': '打勾的，真问过多少',
  'asked.f1': '“问过没有”的 F1',
  'answer.accuracy': '回答显示得对不对，各类回答平均',
  evidence: '显示的风险，依据指对了多少',
  'thirdParty.asOwn': '别人的风险，显示成来电者的',
  leakedCalls: '至少漏了一处的来电',
  'recall.all': '该遮的，全部遮住了多少',
  overRedaction: '不该遮的字，被遮了多少',
  'overRedaction.clinical': '药名、数量、时间里，被遮了多少字',
  'f1.macro': '各类特殊来电 F1 的平均',
  precision: '给出的，对了多少',
  recall: '该有的，找到了多少',
  f1: '精确与召回合成的 F1',
  support: '给出的，依据站得住多少',
  absentFilled: '对话里没有的栏目，却填了',
  actionStatus: '处理的状态对了多少',
  omissions: '该写的，漏写了多少',
  'omissions.danger': '危险里，漏写了多少',
  cer: '字错率',
  'cer.endpointed': '字错率，自己断句',
  'cer.clean': '字错率，干净的声音',
  'cer.noise': '字错率，有噪声',
  'cer.loss': '字错率，有丢包',
  keywordRecall: '要紧的词，听出来多少',
  'keywordRecall.risk': '说到危险的词，听出来多少',
  hallucinatedCharsPerMinute: '没人说话，每分钟写出的字',
  rtf: '每秒声音用几秒处理器',
  'partial.p95': '从说出到上屏，毫秒，P95',
  'partial.p50': '从说出到上屏，毫秒，中位',
  'final.p95': '从说完到定稿，毫秒，P95',
  'final.p50': '从说完到定稿，毫秒，中位',
  neverShown: '说了，从没上屏的',
}

const MEASURES: Readonly<Record<string, string>> = {
  recall: '召回',
  precision: '精确',
  f1: 'F1',
  firstTurn: '首次提示在第几句（中位）',
  'answer.accuracy': '回答显示正确',
  'sentences.recall': '单句召回',
  'sentences.precision': '单句精确',
}

const THINGS: Readonly<Record<string, string>> = {
  ideation: '自杀想法',
  intensity: '强度',
  hopelessness: '绝望感',
  plan: '计划',
  means: '方法可及',
  timing: '时间',
  past_attempt: '既往自杀行为',
  relative_suicide: '亲友自杀',
  self_harm: '自伤',
  in_progress: '正在实施',
  harm_others: '伤人',
  intoxicated: '醉酒或服药',
  alone: '独自一人',
  protective: '保护因素',
  open: '未问',
  unanswered: '已问未答',
  denied: '否认',
  affirmed: '肯定',
  contradictory: '前后不一',
  name: '姓名',
  phone: '电话',
  id_number: '证件号',
  birth_date: '生日',
  address: '地址',
  school: '学校',
  org: '单位',
  hospital: '医院',
  account: '账号',
  plate: '车牌',
  other: '其他',
  silent: '沉默',
  chat: '闲聊',
  sexual_harassment: '性骚扰',
  abuse: '辱骂',
  repeat: '反复来电',
  psychosis: '精神症状',
  third_party: '为他人',
  minor: '未成年',
  greeting: '问候',
  notice: '告知',
  confidentiality: '保密',
  summary: '总结',
  feedback: '反馈',
  steps: '步骤',
  caller_is: '来电者身份',
  sex: '性别',
  age: '年龄',
  age_band: '年龄段',
  marital: '婚姻',
  education: '学历',
  occupation: '职业',
  region: '地区',
  first_or_repeat: '首次或再次',
  main_topic: '主要主题',
  other_topics: '其他主题',
  emotions: '情绪',
  psychiatric_history: '精神科史',
  diagnosis_self_reported: '自述诊断',
  medication: '服药',
  hospitalised: '住院',
  actions: '处理',
  follow_up_agreed: '回访',
  notice_given: '告知方式',
  leaked: '漏掉',
  none: '无',
  all: '全部',
}

const SEVERITIES = { 1: '漏掉危险', 2: '泄露或误导', 3: '多费时间' } as const

/** The name of a suite in words, with the one that the command line takes. */
export function suiteTitle(suite: string): string {
  const word = SUITES[suite]
  return word ? `${word} ${suite}` : suite
}

/** What a figure says, in words; empty where nothing is known of it. */
export function figureWords(name: string): string {
  const [suite = '', ...rest] = name.split('.')
  if (rest.length > 0 && SUITES[suite]) return figureWords(rest.join('.'))
  const whole = FIGURES[name]
  if (whole) return whole
  const dot = name.lastIndexOf('.')
  const [measure, thing] = [MEASURES[name.slice(0, dot)], THINGS[name.slice(dot + 1)]]
  return measure && thing ? `${thing} ${measure}` : ''
}

export function thingWord(thing: string): string {
  return THINGS[thing] ?? ''
}

export function severityWord(severity: 1 | 2 | 3): string {
  return SEVERITIES[severity]
}
